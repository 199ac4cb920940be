import type { Node, Pod } from "#server/domain/kubernetes.ts";
import { isFinished, isReady, turnCondition } from "../objects.ts";
import type { Again, Controller, ControllerDeps } from "../runtime/controller.ts";
import { timestamp } from "../runtime/timestamp.ts";
import { NOT_READY_TAINT, bootingNode, conditions, describe, poolOf } from "./node-object.ts";
import { maxNodesOf, type NodePool } from "./node-pool.ts";
import { DISRUPTED_TAINT, EMPTY_SINCE, planPool } from "./plan-pool.ts";
import { schedulePods } from "./scheduler.ts";

const COMPONENT = "karpenter";
const FAKE = "kwok.x-k8s.io/node";
const FAKE_SIZE = { cpu: "1k", memory: "1Ti", pods: "1M" };
const LETTERS = "bcdfghjklmnpqrstvwxz2456789";

/**
 * Scheduler and node pools take turns in one queue: no node is taken away between the choice for it and the binding.
 * Keys: "schedule", "pool/NAME", and "node/NAME" for nodes made by hand that kwok would bring up.
 */
export function placementController(deps: ControllerDeps): Controller {
  const { api, clock, events, random } = deps;
  const nodesOf = (pool: string): Node[] =>
    api.list<Node>("nodes").filter((node) => poolOf(node) === pool && !node.metadata.deletionTimestamp);

  const suffix = (): string =>
    Array.from({ length: 5 }, () => LETTERS[Math.floor(random() * LETTERS.length)] ?? "b").join("");

  async function launch(poolName: string, count: number): Promise<void> {
    const pool = api.get<NodePool>("nodepools", undefined, poolName);
    if (!pool) return;
    for (let made = 0; made < count; made += 1) {
      const node = await api.create(bootingNode(pool, `${poolName}-${suffix()}`, clock.now()));
      const message = `Node ${node.metadata.name} is starting`;
      await events.record(pool, { type: "Normal", reason: "Launched", message }, COMPONENT);
    }
  }

  const editNode = (name: string, change: (node: Node) => void) =>
    api.update<Node>("nodes", undefined, name, change);

  async function makeReady(name: string, size?: Record<string, string>): Promise<void> {
    const now = clock.now();
    await api.updateStatus<Node>("nodes", undefined, name, (node) => {
      const known = node.status?.conditions ?? [];
      for (const condition of conditions(true, now)) turnCondition(known, condition, timestamp(now));
      const capacity = node.status?.capacity ?? size;
      node.status = { ...describe(name), ...node.status, capacity, conditions: known };
      node.status.allocatable ??= capacity;
    });
    const ready = await editNode(name, (node) => {
      node.spec = {
        ...node.spec,
        taints: (node.spec?.taints ?? []).filter(({ key }) => key !== NOT_READY_TAINT.key),
      };
    });
    const message = `Node ${name} status is now: NodeReady`;
    if (ready) await events.record(ready, { type: "Normal", reason: "NodeReady", message }, "kubelet");
  }

  const annotate = (node: Node, value: string | undefined) =>
    editNode(node.metadata.name, ({ metadata }) => {
      const { [EMPTY_SINCE]: _, ...rest } = metadata.annotations ?? {};
      metadata.annotations = value === undefined ? rest : { ...rest, [EMPTY_SINCE]: value };
    });

  const setDisrupted = (node: Node, disrupted: boolean) =>
    editNode(node.metadata.name, (newest) => {
      const others = newest.spec?.taints?.filter(({ key }) => key !== DISRUPTED_TAINT.key) ?? [];
      newest.spec = { ...newest.spec, taints: disrupted ? [...others, DISRUPTED_TAINT] : others };
    });

  async function keepPool(name: string): Promise<Again> {
    const found = api.get<NodePool>("nodepools", undefined, name);
    const pool = found?.metadata.deletionTimestamp ? undefined : found;
    const busy = new Set(
      api
        .list<Pod>("pods")
        .filter((pod) => !isFinished(pod))
        .map(({ spec }) => spec.nodeName ?? ""),
    );
    const plan = planPool(pool, nodesOf(name), busy, clock.now());
    for (const node of plan.boot) await makeReady(node.metadata.name);
    for (const node of plan.markEmpty) await annotate(node, timestamp(clock.now()));
    for (const node of plan.markBusy) await annotate(node, undefined);
    for (const node of plan.disrupt) await setDisrupted(node, true);
    for (const node of plan.restore) await setDisrupted(node, false);
    for (const node of plan.remove) await api.delete("nodes", undefined, node.metadata.name);
    if (pool) {
      await launch(name, plan.create);
      await sayPool(pool);
    }
    return plan.requeueAfterMs === undefined ? undefined : { requeueAfterMs: plan.requeueAfterMs };
  }

  async function sayPool(pool: NodePool): Promise<void> {
    const nodes = nodesOf(pool.metadata.name);
    const resources = { nodes: String(nodes.length) };
    if (pool.status?.resources?.["nodes"] === resources.nodes) return;
    const words = {
      type: "Ready",
      status: "True",
      reason: "Ready",
      message: `${nodes.length} of at most ${maxNodesOf(pool)} nodes`,
    };
    await api.updateStatus<NodePool>("nodepools", undefined, pool.metadata.name, (newest) => {
      const known = newest.status?.conditions ?? [];
      turnCondition(known, words, timestamp(clock.now()));
      newest.status = { resources, conditions: known };
    });
  }

  /** As kwok does at once to a node that carries its annotation. */
  async function bringUp(name: string): Promise<void> {
    const node = api.get<Node>("nodes", undefined, name);
    if (!node || isReady(node) || node.metadata.annotations?.[FAKE] === undefined) return;
    if (poolOf(node) !== undefined) return;
    await makeReady(name, FAKE_SIZE);
  }

  return {
    name: "placement",
    *keysOf(plural, { type, object }) {
      if (plural === "pods") yield* keysOfPod(object as Pod, type === "DELETED");
      if (plural === "nodes")
        yield* ["schedule", `node/${object.metadata.name}`, `pool/${poolOf(object as Node) ?? ""}`];
      if (plural === "nodepools") yield* ["schedule", `pool/${object.metadata.name}`];
    },
    *allKeys() {
      for (const node of api.list<Node>("nodes"))
        yield* [`node/${node.metadata.name}`, `pool/${poolOf(node) ?? ""}`];
      for (const { metadata } of api.list("nodepools")) yield `pool/${metadata.name}`;
      yield "schedule";
    },
    async reconcile(key): Promise<Again> {
      const [what, name = ""] = key.split("/");
      if (what === "pool" && name) return keepPool(name);
      if (what === "node") await bringUp(name);
      if (what === "schedule") await schedulePods(deps, launch);
      return undefined;
    },
  };

  function* keysOfPod(pod: Pod, gone: boolean): Iterable<string> {
    const ended = gone || isFinished(pod);
    if (ended || !pod.spec.nodeName) yield "schedule";
    if (!pod.spec.nodeName) return;
    const node = api.get<Node>("nodes", undefined, pod.spec.nodeName);
    const noted = node?.metadata.annotations?.[EMPTY_SINCE] !== undefined;
    // Only what makes a node empty or busy concerns its pool.
    if (node && ended !== noted) yield `pool/${poolOf(node) ?? ""}`;
  }
}

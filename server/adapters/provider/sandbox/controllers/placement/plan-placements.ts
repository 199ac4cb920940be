import type { Pod } from "#server/domain/kubernetes.ts";
import { matchesRequired, preference, untolerated, unwelcome, type NodeTraits } from "./node-affinity.ts";
import { podRequests, schedulingKind } from "./pod-requests.ts";
import { addResources, type Resources } from "./quantity.ts";

/** A node, or one that is starting, or one that a pool would make. `used` grows as pods are placed. */
export interface Spot extends NodeTraits {
  allocatable: Resources;
  used: Record<string, number>;
  ready: boolean;
  unschedulable: boolean;
  pool: string | undefined;
}
export interface GrowingPool extends NodeTraits {
  allocatable: Resources;
  weight: number;
  /** How many more nodes it may make. */
  room: number;
}

export interface Placements {
  bind: { pod: Pod; node: string }[];
  /** The node it waits for is starting. */
  wait: { pod: Pod; pool: string; message: string }[];
  /** How many new nodes each pool is to start. */
  launch: Map<string, number>;
  refuse: { pod: Pod; message: string }[];
}
type Refusal = string;

/**
 * Places the pods in the order given. Where no pool grows this is the scheduler's plain filter and score: the node that the pod
 * prefers most, then the one that does not mind it, then the least used.
 *
 * Where pools grow, a preference is respected as Karpenter with PREFERENCE_POLICY=Respect does for pods that fit nowhere, and goes
 * one step further: a pod that prefers a pool which can still make a node waits for that node even while another node has room.
 * That is what a green Job wants; a full or absent pool leaves it to the rest.
 */
export function planPlacements(
  pods: readonly Pod[],
  spots: readonly Spot[],
  pools: readonly GrowingPool[],
): Placements {
  const plan: Placements = { bind: [], wait: [], launch: new Map(), refuse: [] };
  const nodes = [...spots];
  const open = pools.map((pool) => ({ ...pool }));
  const refused = new Map<string, string>(); // equal pods fit nowhere alike, until something is placed or ends
  for (const pod of pods) {
    const kind = schedulingKind(pod.spec);
    const known = refused.get(kind);
    if (known !== undefined) {
      plan.refuse.push({ pod, message: known });
      continue;
    }
    const message = place(plan, pod, nodes, open);
    if (message === undefined) continue;
    refused.set(kind, message);
    plan.refuse.push({ pod, message });
  }
  return plan;
}

function place(plan: Placements, pod: Pod, nodes: Spot[], pools: GrowingPool[]): Refusal | undefined {
  const requests = podRequests(pod.spec);
  const fitting = nodes.filter((node) => refusal(pod, requests, node) === undefined);
  const ready = best(
    pod,
    fitting.filter((node) => node.ready),
  );
  const starting = best(
    pod,
    fitting.filter((node) => !node.ready),
  );
  const growing = pools
    .filter((pool) => pool.room > 0 && suits(pod, pool) && fits(requests, pool.allocatable, {}))
    .toSorted((a, b) => preference(pod.spec, b) - preference(pod.spec, a) || b.weight - a.weight)[0];
  const liking = (candidate: NodeTraits | undefined) => (candidate ? preference(pod.spec, candidate) : -1);

  if (ready && liking(ready) >= Math.max(liking(starting), liking(growing))) {
    addResources(ready.used, requests);
    plan.bind.push({ pod, node: ready.name });
    return undefined;
  }
  if (starting && liking(starting) >= liking(growing)) {
    addResources(starting.used, requests);
    plan.wait.push({ pod, pool: starting.pool ?? "", message: waiting(nodes, pod, requests, starting.pool) });
    return undefined;
  }
  if (!growing) return sentence(nodes, pod, requests);
  growing.room -= 1;
  plan.launch.set(growing.name, (plan.launch.get(growing.name) ?? 0) + 1);
  plan.wait.push({ pod, pool: growing.name, message: waiting(nodes, pod, requests, growing.name) });
  nodes.push(newSpot(growing, requests));
  return undefined;
}

const newSpot = (pool: GrowingPool, requests: Resources): Spot => ({
  ...pool,
  used: { ...requests },
  ready: false,
  unschedulable: false,
  pool: pool.name,
});

const suits = ({ spec }: Pod, node: NodeTraits): boolean =>
  !untolerated(spec, node) && matchesRequired(spec, node);

const fits = (requests: Resources, allocatable: Resources, used: Resources): boolean =>
  lacking(requests, allocatable, used) === undefined;

const lacking = (requests: Resources, allocatable: Resources, used: Resources): string | undefined =>
  Object.entries(requests).find(
    ([name, amount]) => amount > 0 && (used[name] ?? 0) + amount > (allocatable[name] ?? 0),
  )?.[0];

/** Why not here, in the scheduler's words; undefined when it fits. */
function refusal(pod: Pod, requests: Resources, node: Spot): Refusal | undefined {
  if (node.unschedulable) return "node(s) were unschedulable";
  if (untolerated(pod.spec, node)) return "node(s) had untolerated taint(s)";
  if (!matchesRequired(pod.spec, node)) return "node(s) didn't match Pod's node affinity/selector";
  const resource = lacking(requests, node.allocatable, node.used);
  if (resource === undefined) return undefined;
  return resource === "pods" ? "Too many pods" : `Insufficient ${resource}`;
}

function best(pod: Pod, candidates: Spot[]): Spot | undefined {
  const ranked = candidates.map((node) => ({
    node,
    liked: preference(pod.spec, node),
    minded: unwelcome(pod.spec, node),
    free: freeShare(node),
  }));
  return ranked.toSorted(
    (a, b) =>
      b.liked - a.liked || a.minded - b.minded || b.free - a.free || a.node.name.localeCompare(b.node.name),
  )[0]?.node;
}

const freeShare = ({ allocatable, used }: Spot): number =>
  ["cpu", "memory"].reduce((sum, name) => sum + 1 - (used[name] ?? 0) / (allocatable[name] || Infinity), 0) /
  2;

function sentence(nodes: readonly Spot[], pod: Pod, requests: Resources): string {
  const known = nodes.filter(({ ready }) => ready);
  if (known.length === 0) return "no nodes available to schedule pods";
  const counts = new Map<string, number>();
  for (const node of known) {
    const reason = refusal(pod, requests, node) ?? "node(s) were not preferred";
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const parts = [...counts].map(([reason, count]) => `${count} ${reason}`).toSorted();
  return `0/${known.length} nodes are available: ${parts.join(", ")}.`;
}

const waiting = (nodes: readonly Spot[], pod: Pod, requests: Resources, pool = ""): string =>
  `${sentence(nodes, pod, requests)} A node of the pool ${pool} is starting.`.replace(" pods A", " pods. A");

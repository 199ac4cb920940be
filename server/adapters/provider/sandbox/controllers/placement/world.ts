import type { Node, Pod } from "#server/domain/kubernetes.ts";
import type { SandboxApi } from "../../machine.ts";
import { isFinished, isReady } from "../objects.ts";
import { millis } from "../runtime/timestamp.ts";
import { poolOf } from "./node-object.ts";
import { maxNodesOf, nodeTemplateOf, type NodePool } from "./node-pool.ts";
import type { GrowingPool, Spot } from "./plan-placements.ts";
import { podRequests } from "./pod-requests.ts";
import { addResources, parseResources } from "./quantity.ts";

/** Nodes with what runs on them, pools with the room they have left, and the pods that wait for a node, oldest first. */
export function readWorld(api: SandboxApi): { spots: Spot[]; pools: GrowingPool[]; pending: Pod[] } {
  const nodes = api.list<Node>("nodes").filter(({ metadata }) => !metadata.deletionTimestamp);
  const spots = new Map(nodes.map((node) => [node.metadata.name, spotOf(node)]));
  const pending: Pod[] = [];
  for (const pod of api.list<Pod>("pods")) {
    if (isFinished(pod)) continue;
    const spot = spots.get(pod.spec.nodeName ?? "");
    if (spot) addResources(spot.used, podRequests(pod.spec));
    else if (isPending(pod)) pending.push(pod);
  }
  const counts = new Map<string, number>();
  for (const { pool } of spots.values()) if (pool) counts.set(pool, (counts.get(pool) ?? 0) + 1);
  const pools = api
    .list<NodePool>("nodepools")
    .filter(({ metadata }) => !metadata.deletionTimestamp)
    .map((pool) => growingOf(pool, counts.get(pool.metadata.name) ?? 0));
  return { spots: [...spots.values()], pools, pending: pending.toSorted(byAge) };
}

function isPending({ metadata, spec }: Pod): boolean {
  const gates = spec["schedulingGates"];
  const scheduler = spec["schedulerName"] ?? "default-scheduler";
  const gated = Array.isArray(gates) && gates.length > 0;
  return !spec.nodeName && !metadata.deletionTimestamp && !gated && scheduler === "default-scheduler";
}

const byAge = (a: Pod, b: Pod): number =>
  (millis(a.metadata.creationTimestamp) ?? 0) - (millis(b.metadata.creationTimestamp) ?? 0) ||
  a.metadata.name.localeCompare(b.metadata.name);

function spotOf(node: Node): Spot {
  const ready = isReady(node);
  const taints = node.spec?.taints ?? [];
  return {
    name: node.metadata.name,
    labels: node.metadata.labels ?? {},
    // What keeps pods off a node that starts is gone when it is ready.
    taints: ready ? taints : taints.filter(({ key }) => key !== "node.kubernetes.io/not-ready"),
    allocatable: parseResources(node.status?.allocatable),
    used: {},
    ready,
    unschedulable: node.spec?.unschedulable === true,
    pool: poolOf(node),
  };
}

function growingOf(pool: NodePool, count: number): GrowingPool {
  const { labels, taints, capacity } = nodeTemplateOf(pool);
  return {
    name: pool.metadata.name,
    labels: { "kubernetes.io/arch": "amd64", "kubernetes.io/os": "linux", ...labels },
    taints,
    allocatable: parseResources(capacity),
    weight: pool.spec.weight ?? 0,
    room: Math.max(0, maxNodesOf(pool) - count),
  };
}

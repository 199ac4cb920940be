import type { Node } from "#server/domain/kubernetes.ts";
import { isReady } from "../objects.ts";
import { goDuration, millis } from "../runtime/timestamp.ts";
import { consolidateAfterMs, maxNodesOf, minNodesOf, type NodePool } from "./node-pool.ts";

export const BOOT_DELAY = "sandbox.carbon-aware.io/node-boot-delay";
export const EMPTY_SINCE = "sandbox.carbon-aware.io/empty-since";
export const DISRUPTED_TAINT = { key: "karpenter.sh/disrupted", effect: "NoSchedule" };
const DO_NOT_DISRUPT = "karpenter.sh/do-not-disrupt";
const DEFAULT_BOOT_MS = 5_000;

/** What to do with the nodes of one pool. Nothing that runs is ended: a node too many drains first. */
export interface PoolPlan {
  boot: Node[];
  /** Newly empty: the time is noted on the node, so that a restart counts on. */
  markEmpty: Node[];
  markBusy: Node[];
  disrupt: Node[];
  restore: Node[];
  remove: Node[];
  create: number;
  requeueAfterMs: number | undefined;
}

const isDisrupted = ({ spec }: Node): boolean =>
  spec?.taints?.some(({ key }) => key === DISRUPTED_TAINT.key) ?? false;

/** `pool` is undefined once it is deleted: then no node is wanted any more. `busy` are the names of nodes with unfinished pods. */
export function planPool(
  pool: NodePool | undefined,
  nodes: readonly Node[],
  busy: ReadonlySet<string>,
  now: Date,
): PoolPlan {
  const plan: PoolPlan = {
    boot: [],
    markEmpty: [],
    markBusy: [],
    disrupt: [],
    restore: [],
    remove: [],
    create: 0,
    requeueAfterMs: undefined,
  };
  const isBusy = ({ metadata }: Node): boolean => busy.has(metadata.name);
  const worth = (node: Node): number =>
    (isBusy(node) ? 4 : 0) + (isReady(node) ? 0 : 2) + (isDisrupted(node) ? 0 : 1);
  const ranked = nodes.toSorted(
    (a, b) =>
      worth(b) - worth(a) ||
      (a.metadata.creationTimestamp ?? "").localeCompare(b.metadata.creationTimestamp ?? ""),
  );
  const max = pool ? maxNodesOf(pool) : 0;
  for (const node of ranked.slice(max)) drain(plan, node, isBusy(node));
  const kept = ranked.slice(0, max);
  plan.restore = kept.filter(isDisrupted);
  for (const node of kept) {
    if (!isReady(node)) boot(plan, node, bootedAt(node, pool, +now), +now);
    else if (isBusy(node)) markBusy(plan, node);
  }
  if (!pool) return plan;
  const spare = kept.filter((node) => isReady(node) && !isBusy(node)).toReversed();
  const min = minNodesOf(pool);
  const removed = consolidate(plan, spare, {
    afterMs: consolidateAfterMs(pool),
    most: kept.length - min,
    now: +now,
  });
  plan.create = Math.max(0, min - kept.length + removed);
  return plan;
}

function drain(plan: PoolPlan, node: Node, busy: boolean): void {
  if (!busy) plan.remove.push(node);
  else if (!isDisrupted(node)) plan.disrupt.push(node);
}

function boot(plan: PoolPlan, node: Node, readyAt: number, now: number): void {
  if (readyAt <= now) plan.boot.push(node);
  else lookAgain(plan, readyAt - now);
}

function markBusy(plan: PoolPlan, node: Node): void {
  if (node.metadata.annotations?.[EMPTY_SINCE] !== undefined) plan.markBusy.push(node);
}

/** Removes what stood empty for long enough, the youngest first. Returns how many go. */
function consolidate(
  plan: PoolPlan,
  spare: readonly Node[],
  { afterMs, most, now }: { afterMs: number | undefined; most: number; now: number },
): number {
  let removed = 0;
  for (const node of spare) {
    const { [EMPTY_SINCE]: noted, [DO_NOT_DISRUPT]: kept } = node.metadata.annotations ?? {};
    const emptySince = millis(noted);
    if (emptySince === undefined) plan.markEmpty.push(node);
    if (afterMs === undefined || kept === "true" || removed >= most) continue;
    const leftMs = (emptySince ?? now) + afterMs - now;
    if (leftMs > 0) {
      lookAgain(plan, leftMs);
      continue;
    }
    plan.remove.push(node);
    removed += 1;
  }
  return removed;
}

function lookAgain(plan: PoolPlan, afterMs: number): void {
  plan.requeueAfterMs = Math.min(plan.requeueAfterMs ?? Infinity, afterMs);
}

function bootedAt({ metadata }: Node, pool: NodePool | undefined, now: number): number {
  const bootMs = goDuration(pool?.metadata.annotations?.[BOOT_DELAY]) ?? DEFAULT_BOOT_MS;
  return (millis(metadata.creationTimestamp) ?? now) + bootMs;
}

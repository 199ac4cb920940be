import { setTimeout as sleep } from "node:timers/promises";
import type { NewConditionLine } from "#server/adapters/db/condition-line.ts";
import { planOf } from "#server/domain/cluster/plan.ts";
import {
  stepOfCondition,
  type ConditionChange,
} from "#server/domain/cluster/cluster-api/changed-conditions.ts";
import { titleOf } from "#server/domain/cluster/cluster-api/watched-cluster.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { attemptAt, isUnderWay, underWay, type UnderWay } from "#server/domain/cluster/under-way.ts";
import type { ManagementWatchDeps } from "./deps.ts";

/** A Cluster object that has turned, as a watch saw it. */
export interface Notice {
  clusterId: string;
  managementId: string;
  /** "fleet/heron" */
  title: string;
  changes: readonly ConditionChange[];
  /** It is the first look at it: what of it is new, only the log can tell. */
  isFirst: boolean;
}

const LANES = 4;
const RETRY_MS = 1_000;
const MOST_PENDING = 500; // of one cluster, while the database is away

/**
 * Takes what watches saw, cluster by cluster and in order: writes down the conditions that turned, wakes the loop, tells the pages.
 * While the database is away it waits; a look that came meanwhile is not lost.
 */
export function createNotices(deps: ManagementWatchDeps, signal: AbortSignal) {
  const pending = new Map<string, Notice[]>();
  const busy = new Set<string>();
  const lanes = new Set<Promise<void>>();

  function pump(): void {
    for (const id of pending.keys()) {
      if (lanes.size >= LANES) return;
      if (busy.has(id)) continue;
      busy.add(id);
      const lane = drain(id).finally(() => {
        busy.delete(id);
        lanes.delete(lane);
        pump();
      });
      lanes.add(lane);
    }
  }

  async function drain(id: string): Promise<void> {
    for (;;) {
      const notices = pending.get(id);
      pending.delete(id);
      if (!notices) return;
      try {
        await settle(deps, notices);
      } catch (error) {
        if (signal.aborted) return;
        deps.log.debug({ cluster: id, error: String(error) }, "what a watch saw could not be kept yet");
        pending.set(id, [...notices, ...(pending.get(id) ?? [])].slice(-MOST_PENDING));
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  return {
    add(notice: Notice): void {
      pending.set(notice.clusterId, [...(pending.get(notice.clusterId) ?? []), notice]);
      pump();
    },
    /** Resolves when all that was seen is kept, or the signal has aborted. */
    async settled(): Promise<void> {
      while (lanes.size > 0) await Promise.all(lanes);
    },
  };
}
export type Notices = ReturnType<typeof createNotices>;

async function settle(deps: ManagementWatchDeps, notices: readonly Notice[]): Promise<void> {
  const [first] = notices;
  const row = first && (await deps.clusters.find(first.clusterId));
  if (!row) return;
  const own = notices.filter((notice) => isOf(row, notice));
  if (own.length === 0) return;
  await writeDown(deps, row, own);
  await deps.queue.add("cluster", row.id);
  await deps.live.publish("clusters");
}

/** A label can be copied: the object must be the one that the row speaks of. */
const isOf = ({ name, spec: { clusterApi } }: ClusterRow, { managementId, title }: Notice): boolean =>
  clusterApi?.managementId === managementId && titleOf({ namespace: clusterApi.namespace, name }) === title;

/** Only while something is asked of the cluster: the log is of operations. */
async function writeDown(
  deps: ManagementWatchDeps,
  row: ClusterRow,
  notices: readonly Notice[],
): Promise<void> {
  if (!isUnderWay(row) || notices.every(({ changes }) => changes.length === 0)) return;
  const now = underWay(row, await deps.clusters.steps(row.id));
  if (!now) return;
  const since = now.run[0]?.id ?? NOTHING_YET;
  for (const { changes, isFirst } of notices) {
    const lines = changes.map((change) => lineOf(deps, row, now, change));
    await deps.conditionLines.append(row.id, isFirst ? "ever" : since, lines);
  }
}

function lineOf(
  { clock }: ManagementWatchDeps,
  row: ClusterRow,
  now: UnderWay,
  change: ConditionChange,
): NewConditionLine {
  const step = stepOfCondition(change, planOf(now.operation, row.provider, row.spec), now.step);
  return {
    at: timeOf(change.turnedAt, now.run[0]?.at ?? row.createdAt, clock.now()),
    operation: now.operation,
    step,
    attempt: attemptAt(now, step),
    message: change.words,
    code: change.type,
  };
}

const NOTHING_YET = 2 ** 31 - 1; // past every id
const SLACK_MS = 5_000;
/** The condition's own time, unless it is of another clock than ours: a fast one, or one that is set otherwise. */
const timeOf = (turnedAt: Date | undefined, startedAt: Date, now: Date): Date =>
  turnedAt && +turnedAt >= +startedAt - SLACK_MS && turnedAt <= now ? turnedAt : now;

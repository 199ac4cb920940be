import type { ClusterRepo } from "#server/adapters/db/cluster.ts";
import type { ConditionLineRepo } from "#server/adapters/db/condition-line.ts";
import type { Live } from "#server/adapters/db/live.ts";
import type { ManagementRepo } from "#server/adapters/db/management-cluster.ts";
import type { SessionLocks } from "#server/adapters/db/session-lock.ts";
import type { WatchBeats } from "#server/adapters/db/watch-beat.ts";
import type { WatchTiming } from "#server/adapters/kubernetes/watch.ts";
import type { Logger } from "#server/adapters/log.ts";
import type { Managements } from "#server/adapters/provider/cluster-api/management-access.ts";
import type { Queue } from "#server/adapters/queue/queue.ts";
import type { Clock } from "#server/domain/clock.ts";

export interface ManagementWatchDeps {
  managementClusters: Pick<ManagementRepo, "list">;
  managements: Managements;
  clusters: Pick<ClusterRepo, "find" | "steps">;
  conditionLines: Pick<ConditionLineRepo, "append">;
  watchBeats: Pick<WatchBeats, "beat" | "forget">;
  queue: Queue;
  live: Pick<Live, "publish">;
  clock: Clock;
  log: Logger;
  timing?: Partial<WatchTiming>;
}

/** Advisory locks of its own: one that is lost ends a watch, not the worker. */
export type MakeLocks = (onLost: (name: string) => void) => SessionLocks;

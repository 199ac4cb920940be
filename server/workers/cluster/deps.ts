import type { ClusterRepo } from "#server/adapters/db/cluster.ts";
import type { Queue } from "#server/adapters/queue/queue.ts";
import type { Live } from "#server/adapters/db/live.ts";
import type { Actor } from "#server/domain/actor.ts";
import type { Clock } from "#server/domain/clock.ts";
import type { ClusterIdentity, ClusterProvider } from "#server/domain/cluster/provider.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import type { ProviderName } from "#server/domain/cluster/spec.ts";
import type { AccessEnds } from "./accesses.ts";

/** The agents that run in this process, one a simulated cluster. A real cluster's runs inside it. */
export interface Agents {
  /** Installs and runs it, if it does not run yet. @throws Waiting, or anything transient */
  ensure(cluster: ClusterIdentity): Promise<void>;
  stop(clusterId: string): Promise<void>;
}

/** What the cluster's own agent must know of the fleet's wishes: its zone, and whether carbon-awareness is paused. */
export interface Marks {
  write(row: ClusterRow, signal: AbortSignal): Promise<void>;
}

export interface ClusterLoopDeps {
  clusters: ClusterRepo;
  providers: Readonly<Record<ProviderName, ClusterProvider>>;
  agents: Agents;
  queue: Queue;
  marks: Marks;
  accesses: AccessEnds;
  live: Pick<Live, "publish">;
  clock: Clock;
  /** Whom the audit names for what the loop does by itself. */
  actor: Actor;
}

import type { CarbonRepo } from "#server/adapters/db/carbon.ts";
import type { ClusterRepo } from "#server/adapters/db/cluster.ts";
import type { Live } from "#server/adapters/db/live.ts";
import type { PolicyRepo } from "#server/adapters/db/policy.ts";
import type { KubeClients } from "#server/adapters/kubernetes/clients.ts";
import type { Logger } from "#server/adapters/log.ts";
import type { Queue } from "#server/adapters/queue/queue.ts";
import type { Clock } from "#server/domain/clock.ts";

export interface RolloutDeps {
  clusters: Pick<ClusterRepo, "find" | "list">;
  policies: PolicyRepo;
  carbon: Pick<CarbonRepo, "signalOf">;
  kubernetes: Pick<KubeClients, "forCluster">;
  live: Pick<Live, "publish">;
  queue: Pick<Queue, "add">;
  clock: Clock;
  log: Pick<Logger, "warn">;
}

import { limitedTo } from "#server/adapters/time-limit.ts";
import { BATCHES_PATH, listBatches, recordsOf, type Batch } from "#server/adapters/decision/batches.ts";
import type { ClusterRepo } from "#server/adapters/db/cluster.ts";
import type { DecisionRepo } from "#server/adapters/db/decision.ts";
import type { Live } from "#server/adapters/db/live.ts";
import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClients } from "#server/adapters/kubernetes/clients.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import type { Clock } from "#server/domain/clock.ts";
import type { Reconciler } from "../runtime/reconciler.ts";

export interface CollectorDeps {
  clusters: Pick<ClusterRepo, "find" | "list">;
  kubernetes: Pick<KubeClients, "forCluster">;
  decisions: Pick<DecisionRepo, "store">;
  live: Pick<Live, "publish">;
  clock: Clock;
}
const EVERY_REAL_MS = 15_000;
const CALL_MS = 10_000;
const AT_ONCE = 200; // a transaction of thousands would hold the database up

/** Key = a cluster whose agent is a program in it. Reads what its agent decided into Postgres; what it has read it does not read again. */
export function decisionCollector(deps: CollectorDeps): Reconciler {
  const { clusters, kubernetes, decisions, live, clock } = deps;
  const read = new Map<string, Set<string>>();
  const again = { requeueAfterMs: EVERY_REAL_MS * clock.rate };

  async function collect(clusterId: string, batch: Batch): Promise<void> {
    const records = (await recordsOf(batch)).map((record) => ({ ...record, clusterId }));
    for (let n = 0; n < records.length; n += AT_ONCE) await decisions.store(records.slice(n, n + AT_ONCE));
  }

  return {
    name: "decision-collector",
    async reconcile(key, signal) {
      const cluster = await clusters.find(key);
      if (!cluster || !hasProgram(cluster) || cluster.deletionRequestedAt) {
        read.delete(key);
        return undefined;
      }
      const kube = await kubernetes.forCluster(cluster);
      const limited = () => limitedTo(CALL_MS, signal);
      const present = await listBatches(kube, limited());
      const before = read.get(key) ?? new Set();
      const known = new Set(present.map(({ metadata }) => metadata.name).filter((name) => before.has(name)));
      read.set(key, known);
      const fresh = present.filter(({ metadata }) => !known.has(metadata.name));
      for (const { metadata } of fresh) {
        const batch = await kube
          .json<Batch>(`${BATCHES_PATH}/${metadata.name}`, { signal: limited() })
          .catch((error: unknown) => {
            if (!isNotFound(error)) throw error; // the agent keeps the newest only
          });
        if (batch) await collect(key, batch);
        known.add(metadata.name);
      }
      if (fresh.length > 0) await live.publish("workloads");
      return again;
    },
    keys: async () => (await clusters.list()).filter(hasProgram).map(({ id }) => id),
  };
}

/** The agents of the others run in the worker and write into the database themselves. */
const hasProgram = ({ provider }: ClusterRow): boolean =>
  provider === "imported" || provider === "cluster-api";

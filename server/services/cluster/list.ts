import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { summarizeCluster } from "#server/domain/cluster/status.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { contextsOf } from "./view.ts";

export async function listClusters(app: App): Promise<ClusterSummary[]> {
  authorise(app.actor, "read", "see clusters");
  const [rows, contextOf] = await Promise.all([app.clusters.list(), contextsOf(app)]);
  return Promise.all(
    rows.map(async (row) => summarizeCluster(row, await app.clusters.steps(row.id), contextOf(row))),
  );
}

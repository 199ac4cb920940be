import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { summarizeCluster } from "#server/domain/cluster/status.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { contextsOf } from "./view.ts";

export async function listClusters(app: App): Promise<ClusterSummary[]> {
  authorise(app.actor, "read", "see clusters");
  const [rows, steps, contextOf] = await Promise.all([
    app.clusters.list(),
    app.clusters.newestSteps(),
    contextsOf(app),
  ]);
  return rows.map((row) => summarizeCluster(row, steps.get(row.id) ?? [], contextOf(row)));
}

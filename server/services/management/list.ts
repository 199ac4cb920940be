import type { ManagementRow } from "#server/adapters/db/management-cluster.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";

export interface ManagementView extends ManagementRow {
  /** Names of the clusters that it makes. */
  clusters: string[];
  /** What turns in its Cluster objects is told at once; else they are asked about every few seconds. */
  watched: boolean;
}

export async function listManagements(app: App): Promise<ManagementView[]> {
  authorise(app.actor, "read", "see the management clusters");
  const rows = await app.managementClusters.list();
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      clusters: await app.managementClusters.usedBy(row.id),
      watched: await app.watchBeats.isLive(row.id),
    })),
  );
}

import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { detailCluster } from "#server/domain/cluster/status.ts";
import type { ClusterDetail } from "#server/domain/cluster/view.ts";
import { clusterNamed, contextsOf } from "./view.ts";

/** Any text finds a cluster or none; only a new name must be well formed. */
export const ByName = z.object({ name: z.string().min(1).max(200) });
export type ByName = z.infer<typeof ByName>;

export async function getCluster(app: App, { name }: ByName): Promise<ClusterDetail> {
  authorise(app.actor, "read", "see clusters");
  const row = await clusterNamed(app, name);
  const [steps, conditions, contextOf] = await Promise.all([
    app.clusters.steps(row.id),
    app.conditionLines.list(row.id),
    contextsOf(app),
  ]);
  const detail = detailCluster(row, steps, contextOf(row));
  return { ...detail, log: [...detail.log, ...conditions].toSorted((a, b) => a.id - b.id) };
}

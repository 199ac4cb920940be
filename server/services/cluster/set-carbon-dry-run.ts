import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { announce, clusterNamed, refuseWhileDeleting } from "./view.ts";

export const SetCarbonDryRun = z.object({ name: z.string().min(1).max(200), dryRun: z.boolean() });
export type SetCarbonDryRun = z.infer<typeof SetCarbonDryRun>;

/** In a dry run each Job of the cluster is decided on and left alone. Its cluster loop carries the word to the agent. */
export async function setCarbonDryRun(app: App, { name, dryRun }: SetCarbonDryRun): Promise<void> {
  authorise(app.actor, "operate", "set a cluster to a dry run");
  const row = await clusterNamed(app, name);
  refuseWhileDeleting(row);
  if (row.carbonDryRun === dryRun) return;
  const action = dryRun ? "cluster.begin-dry-run" : "cluster.end-dry-run";
  await app.clusters.setCarbonDryRun(row, dryRun, { actor: app.actor, action, at: app.clock.now() });
  await announce(app, row);
}

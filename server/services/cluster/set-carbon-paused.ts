import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { announce, clusterNamed, refuseWhileDeleting } from "./view.ts";

export const SetCarbonPaused = z.object({ name: z.string().min(1).max(200), paused: z.boolean() });
export type SetCarbonPaused = z.infer<typeof SetCarbonPaused>;

/** While paused every Job of the cluster starts at once, and says so. Its cluster loop carries the word to the agent. */
export async function setCarbonPaused(app: App, { name, paused }: SetCarbonPaused): Promise<void> {
  authorise(app.actor, "operate", "pause carbon-awareness");
  const row = await clusterNamed(app, name);
  refuseWhileDeleting(row);
  if (row.carbonPaused === paused) return;
  const action = paused ? "cluster.pause-carbon" : "cluster.resume-carbon";
  await app.clusters.setCarbonPaused(row, paused, { actor: app.actor, action, at: app.clock.now() });
  await announce(app, row);
}

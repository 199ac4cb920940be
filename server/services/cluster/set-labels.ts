import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { ClusterLabels } from "#server/domain/cluster/labels.ts";
import { clusterNamed } from "./view.ts";

export const SetLabels = z.object({ name: z.string().min(1).max(200), labels: ClusterLabels });
export type SetLabels = z.infer<typeof SetLabels>;

/** For people alone, to find and group clusters by: nothing in the cluster changes. */
export async function setLabels(app: App, { name, labels }: SetLabels): Promise<void> {
  authorise(app.actor, "operate", "label a cluster");
  const row = await clusterNamed(app, name);
  await app.clusters.setLabels(row, labels, {
    actor: app.actor,
    action: "cluster.label",
    at: app.clock.now(),
    detail: { labels },
  });
  await app.live.publish("clusters");
}

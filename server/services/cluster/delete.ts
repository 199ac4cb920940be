import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { announce, CLUSTER_LOOP, clusterNamed } from "./view.ts";

export const DeleteCluster = z.object({ name: z.string().min(1).max(200), confirm: z.string().max(200) });
export type DeleteCluster = z.infer<typeof DeleteCluster>;

/** States the wish; the cluster loop takes it down step by step, also half-way through its creation. */
export async function deleteCluster(app: App, { name, confirm }: DeleteCluster): Promise<void> {
  authorise(app.actor, "operate", "delete a cluster");
  const row = await clusterNamed(app, name);
  if (confirm !== name) {
    throw new DomainError(
      "BAD_REQUEST",
      `Type ${name} to confirm; "${confirm.slice(0, 40)}" is not its name.`,
    );
  }
  await app.clusters.requestDeletion(row, {
    actor: app.actor,
    action: "cluster.delete",
    at: app.clock.now(),
  });
  await app.states.forget(CLUSTER_LOOP, row.id); // a back-off of its creation must not delay its end
  await announce(app, row);
}

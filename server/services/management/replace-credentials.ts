import type { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { confirmedContext } from "../cluster/import.ts";
import { tryAgain } from "../cluster/retry.ts";
import { managementRow } from "./ask.ts";
import { ManagementId } from "./check.ts";
import { ConnectManagement } from "./connect.ts";

export const ReplaceCredentials = ConnectManagement.omit({ name: true }).extend(ManagementId.shape);
export type ReplaceCredentials = z.infer<typeof ReplaceCredentials>;

/** Others in place of those that it has, also while clusters of it are being deleted: a deletion must be able to end. */
export async function replaceCredentials(app: App, input: ReplaceCredentials): Promise<void> {
  authorise(app.actor, "administer", "replace the credentials of a management cluster");
  const row = await managementRow(app, input.id);
  const { yaml, server } = confirmedContext(input);
  const sealed = await app.managements.seal(row.id, yaml);
  const now = app.clock.now();
  const audit = { actor: app.actor, action: "management.replace-credentials", at: now, detail: { server } };
  await app.managementClusters.replaceCredentials(row, { server, sealed }, audit);
  for (const cluster of await app.clusters.list()) {
    if (cluster.spec.clusterApi?.managementId === row.id) await tryAgain(app, cluster); // what was refused goes on
  }
  await app.live.publish("clusters");
}

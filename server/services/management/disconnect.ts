import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { managementRow } from "./ask.ts";
import type { ManagementId } from "./check.ts";

/** Forgets it with its credentials; nothing in it is touched. Not while a cluster of it is here: that could never be deleted. */
export async function disconnectManagement(app: App, { id }: ManagementId): Promise<void> {
  authorise(app.actor, "administer", "disconnect a management cluster");
  const row = await managementRow(app, id);
  const clusters = await app.managementClusters.usedBy(id);
  if (clusters.length > 0) {
    throw new DomainError(
      "PRECONDITION_FAILED",
      `${row.name} makes ${clusters.slice(0, 5).join(", ")}${clusters.length > 5 ? ", ..." : ""}. Delete ${clusters.length === 1 ? "it" : "them"} first.`,
    );
  }
  const audit = { actor: app.actor, action: "management.disconnect", at: app.clock.now() };
  await app.managementClusters.remove(row, audit);
  await app.live.publish("clusters");
}

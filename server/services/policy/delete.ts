import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { announce, policyWithId } from "./view.ts";

export const DeletePolicy = z.object({ id: z.string().max(64), confirm: z.string().max(200) });
export type DeletePolicy = z.infer<typeof DeletePolicy>;

/** The row goes once every cluster has given it back; one that does not answer says so until it does, or is forgotten. */
export async function deletePolicy(app: App, { id, confirm }: DeletePolicy): Promise<void> {
  authorise(app.actor, "operate", "delete policies");
  const row = await policyWithId(app, id);
  if (confirm !== row.name) {
    throw new DomainError("BAD_REQUEST", `Type ${row.name} to delete it.`);
  }
  await app.policies.requestDeletion(row, { actor: app.actor, action: "policy.delete", at: app.clock.now() });
  await app.policies.removeIfTakenBack(id);
  await announce(app, row);
}

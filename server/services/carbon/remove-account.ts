import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { accountRow } from "./account.ts";

export const RemoveAccount = z.object({ id: z.uuid({ error: "There is no such account." }) });
export type RemoveAccount = z.infer<typeof RemoveAccount>;

/** With its key. Not while a grid is asked with it. */
export async function removeAccount(app: App, { id }: RemoveAccount): Promise<void> {
  authorise(app.actor, "administer", "remove a carbon source's key");
  const account = await accountRow(app, id);
  const audit = { actor: app.actor, action: "carbon.remove-account", at: app.clock.now() };
  if (!(await app.carbonAccounts.remove(account, audit))) {
    const { usedBy } = await accountRow(app, id);
    throw new DomainError(
      "PRECONDITION_FAILED",
      `${account.name} speaks for ${usedBy.join(", ")}. Give ${usedBy.length === 1 ? "it" : "them"} another source first.`,
    );
  }
  await app.live.publish("carbon");
}

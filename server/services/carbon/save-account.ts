import { randomUUID } from "node:crypto";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { SaveAccount } from "#server/domain/carbon/account.ts";
import { DomainError } from "#server/domain/errors.ts";

/** Keeps a key, sealed. The audit entry names the account, not the key. */
export async function saveAccount(app: App, { name, source, secrets }: SaveAccount): Promise<{ id: string }> {
  authorise(app.actor, "administer", "add a carbon source's key");
  const id = randomUUID();
  const sealed = await app.sourceKeys.seal(id, given(secrets));
  const audit = {
    actor: app.actor,
    action: "carbon.save-account",
    at: app.clock.now(),
    detail: { source },
  };
  if (!(await app.carbonAccounts.create({ id, name, source, sealed }, audit)))
    throw new DomainError("CONFLICT", `There is an account named ${name} already. Choose another name.`);
  await app.live.publish("carbon");
  return { id };
}

/** An optional secret that was left empty is not there. */
export const given = (secrets: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ""));

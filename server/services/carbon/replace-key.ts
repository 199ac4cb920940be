import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { secretIssues, type ReplaceKey } from "#server/domain/carbon/account.ts";
import { DomainError } from "#server/domain/errors.ts";
import { accountRow, nudgeZones } from "./account.ts";
import { given } from "./save-account.ts";

/** Another key for an account; its zones are asked with it at once. */
export async function replaceKey(app: App, { id, secrets }: ReplaceKey): Promise<void> {
  authorise(app.actor, "administer", "replace a carbon source's key");
  const account = await accountRow(app, id);
  const [issue] = secretIssues(account.source, secrets);
  if (issue) throw new DomainError("BAD_REQUEST", issue[1]);
  const sealed = await app.sourceKeys.seal(id, given(secrets));
  const audit = { actor: app.actor, action: "carbon.replace-key", at: app.clock.now() };
  if (!(await app.carbonAccounts.replaceKey(account, sealed, audit))) await accountRow(app, id);
  await nudgeZones(app, account.usedBy);
}

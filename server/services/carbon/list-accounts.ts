import type { App } from "#server/context.ts";
import type { AccountRow } from "#server/adapters/db/carbon-account.ts";
import { authorise } from "#server/domain/actor.ts";

/** Accounts of keyed sources, by name: when each key was set, never the key. */
export async function listAccounts(app: App): Promise<AccountRow[]> {
  authorise(app.actor, "read", "see the carbon sources");
  return app.carbonAccounts.list();
}

import type { App } from "#server/context.ts";
import type { AccountRow } from "#server/adapters/db/carbon-account.ts";
import { sourceTitleOf } from "#server/domain/carbon/source-config.ts";
import { titleOf } from "#server/domain/carbon/speaker.ts";
import { DomainError } from "#server/domain/errors.ts";

/** @throws DomainError NOT_FOUND */
export async function accountRow(app: App, id: string): Promise<AccountRow> {
  const row = await app.carbonAccounts.find(id);
  if (row) return row;
  throw new DomainError("NOT_FOUND", "There is no such account. It may have been removed meanwhile.");
}

/** What a source is asked with: its account's key, or nothing. @throws DomainError with a sentence */
export async function secretsOf(
  app: App,
  source: string,
  accountId: string | null | undefined,
): Promise<Readonly<Record<string, string>>> {
  const title = titleOf(source);
  if (!accountId) {
    if (!sourceTitleOf(source)?.secrets.some(({ required }) => required)) return {};
    throw new DomainError("BAD_REQUEST", `${title} asks for a key. Choose an account for it, or add one.`);
  }
  const account = await accountRow(app, accountId);
  if (account.source !== source)
    throw new DomainError(
      "BAD_REQUEST",
      `The account ${account.name} is for ${titleOf(account.source)}, not for ${title}.`,
    );
  return (await app.sourceKeys.open(accountId)) ?? {};
}

/** Zones that use it are asked at once, with the key as it is now. */
export async function nudgeZones(app: App, zones: readonly string[]): Promise<void> {
  await app.live.publish("carbon");
  await Promise.all(zones.map((zone) => app.queue.add("carbon-poller", zone)));
}

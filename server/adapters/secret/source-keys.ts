import { z } from "zod";
import { accountOwner, type CarbonAccountRepo } from "../db/carbon-account.ts";
import type { Vault } from "./vault.ts";

/** By the key that the source's title lists: "token", "username", "password". */
export type SourceSecrets = Readonly<Record<string, string>>;
const SourceSecrets = z.record(z.string(), z.string());

export interface SourceKeys {
  /** Undefined when there is no such account. @throws Error, a sentence, when the vault's key is another */
  open(accountId: string): Promise<SourceSecrets | undefined>;
  seal(accountId: string, secrets: SourceSecrets): Promise<Uint8Array<ArrayBuffer>>;
}

/** The keys of carbon sources, sealed in Postgres: opened where a source is asked, sent to no browser. */
export function createSourceKeys(
  accounts: Pick<CarbonAccountRepo, "findSealed">,
  vault: () => Promise<Vault>,
): SourceKeys {
  return {
    async open(accountId) {
      const sealed = await accounts.findSealed(accountId);
      if (!sealed) return undefined;
      const text = (await vault()).open(accountOwner(accountId), sealed);
      return SourceSecrets.parse(JSON.parse(text));
    },
    async seal(accountId, secrets) {
      return (await vault()).seal(accountOwner(accountId), JSON.stringify(secrets));
    },
  };
}

import { hashCode, randomCode } from "#server/adapters/auth/password.ts";
import type { App } from "#server/context.ts";

/** A fresh code for whoever reads the terminal; undefined once there is an administrator. Only its hash is kept, so a start makes a new one. */
export async function ensureSetupCode({ people }: Pick<App, "people">): Promise<string | undefined> {
  if ((await people.count()) > 0) return undefined;
  const code = randomCode(4);
  await people.saveSetupCodeHash(hashCode(code));
  return code;
}

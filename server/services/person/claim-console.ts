import { codeMatches, hashPassword } from "#server/adapters/auth/password.ts";
import type { App } from "#server/context.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { ClaimConsole } from "#server/domain/person/spec.ts";

/** Makes the first administrator. Whoever sits at the machine needs no code; from elsewhere it takes the one the terminal printed. */
export async function claimConsole(
  app: App,
  local: boolean,
  input: ClaimConsole,
): Promise<{ email: string }> {
  if ((await app.people.count()) > 0) throw taken();
  if (!local) await checkCode(app, input.code);
  const passwordHash = await hashPassword(input.password);
  const { name, email } = input;
  const id = await app.people.createFirst({ name, email, role: "admin", passwordHash }, app.clock.now());
  if (!id) throw taken();
  await app.live.publish("settings");
  return { email };
}

const taken = () =>
  new DomainError(
    "CONFLICT",
    "This console has its administrator already. Sign in, or ask them for an account.",
  );

async function checkCode(app: App, code: string | undefined): Promise<void> {
  if (!code)
    throw new DomainError(
      "FORBIDDEN",
      "From another machine this takes the set-up code. The terminal printed it at start.",
    );
  const hash = await app.people.setupCodeHash();
  if (!hash || !codeMatches(code, hash)) {
    throw new DomainError(
      "FORBIDDEN",
      "That is not the set-up code. The terminal that started the console shows it.",
    );
  }
}

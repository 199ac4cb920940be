import { hashPassword, randomCode } from "#server/adapters/auth/password.ts";
import type { App } from "#server/context.ts";
import { DomainError } from "#server/domain/errors.ts";

/** For who forgot it: run at the terminal. All their sessions end. */
export async function resetPassword(
  app: Pick<App, "people" | "actor" | "clock">,
  email: string,
): Promise<{ password: string }> {
  const person = await app.people.findByEmail(email);
  if (!person) throw new DomainError("NOT_FOUND", `Nobody here has the address ${email}.`);
  const password = randomCode(4);
  const audit = { actor: app.actor, action: "person.reset-password", at: app.clock.now() };
  await app.people.setPassword(person.id, await hashPassword(password), undefined, audit);
  return { password };
}

import { hashPassword, verifyPassword } from "#server/adapters/auth/password.ts";
import type { App } from "#server/context.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { ChangePassword } from "#server/domain/person/spec.ts";

/** One's own. Every other session of this person ends. */
export async function changePassword(app: App, sessionToken: string, input: ChangePassword): Promise<void> {
  const { id } = app.actor;
  const hash = await app.people.passwordHash(id);
  if (!hash || !(await verifyPassword(hash, input.current))) {
    throw new DomainError("FORBIDDEN", "Your present password is another one. Nothing was changed.");
  }
  const audit = { actor: app.actor, action: "person.change-password", at: app.clock.now() };
  await app.people.setPassword(id, await hashPassword(input.next), sessionToken, audit);
}

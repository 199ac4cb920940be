import { hashPassword, randomCode } from "#server/adapters/auth/password.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { CreatePerson } from "#server/domain/person/spec.ts";

/** The first password is shown once, to the administrator, who hands it over; the person changes it in the settings. */
export async function createPerson(app: App, input: CreatePerson): Promise<{ password: string }> {
  authorise(app.actor, "administer", "add people");
  if (await app.people.findByEmail(input.email)) {
    throw new DomainError("CONFLICT", `${input.email} has an account already.`);
  }
  const password = randomCode(4);
  const passwordHash = await hashPassword(password);
  await app.people.create(
    { ...input, passwordHash },
    { actor: app.actor, action: "person.create", at: app.clock.now() },
  );
  await app.live.publish("settings");
  return { password };
}

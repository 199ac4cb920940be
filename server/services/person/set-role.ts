import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { SetRole } from "#server/domain/person/spec.ts";

export async function setRole(app: App, { id, role }: SetRole): Promise<void> {
  authorise(app.actor, "administer", "change what people may do");
  const person = await app.people.find(id);
  if (!person) throw new DomainError("NOT_FOUND", "That person has been removed meanwhile.");
  const audit = { actor: app.actor, action: "person.set-role", at: app.clock.now() };
  if (!(await app.people.setRole(id, role, audit))) {
    throw new DomainError("CONFLICT", `${person.name} is the last administrator. Make another one first.`);
  }
  await app.live.publish("settings");
}

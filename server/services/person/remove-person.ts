import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { RemovePerson } from "#server/domain/person/spec.ts";

/** Their sessions end at once; what they did stays in the audit log under their name. */
export async function removePerson(app: App, { id }: RemovePerson): Promise<void> {
  authorise(app.actor, "administer", "remove people");
  const person = await app.people.find(id);
  if (!person) throw new DomainError("NOT_FOUND", "That person has been removed already.");
  const audit = { actor: app.actor, action: "person.remove", at: app.clock.now() };
  if (!(await app.people.remove(id, audit))) {
    throw new DomainError("CONFLICT", `${person.name} is the last administrator. Make another one first.`);
  }
  await app.live.publish("settings");
}

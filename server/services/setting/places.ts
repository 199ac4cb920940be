import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { Places } from "#server/domain/carbon/places.ts";

export const SavePlaces = Places;
export type SavePlaces = Places;

/** Grid zones of regions and topology zones that people set themselves. */
export async function getPlaces(app: App): Promise<Places> {
  authorise(app.actor, "read", "see the settings");
  return app.settings.places();
}

/** Suggestions use it from now on; the zone of a cluster that is there stays. */
export async function savePlaces(app: App, input: SavePlaces): Promise<Places> {
  authorise(app.actor, "administer", "change the places");
  await app.settings.savePlaces(input, {
    actor: app.actor,
    action: "setting.places",
    at: app.clock.now(),
    detail: input,
  });
  await app.live.publish("settings");
  return input;
}

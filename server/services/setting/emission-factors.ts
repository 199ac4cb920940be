import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { EMISSION_FACTORS, EmissionFactors } from "#server/domain/carbon/fuel-mix.ts";

export const SaveEmissionFactors = EmissionFactors;
export type SaveEmissionFactors = EmissionFactors;

/** g/kWh by fuel as in force, beside ours. */
export async function getEmissionFactors(
  app: App,
): Promise<{ inForce: EmissionFactors; ours: EmissionFactors }> {
  authorise(app.actor, "read", "see the settings");
  return { inForce: await app.settings.emissionFactors(), ours: EMISSION_FACTORS };
}

/** Fuel mixes are weighed by them from the next poll on; readings that are kept stay as they were. */
export async function saveEmissionFactors(app: App, input: SaveEmissionFactors): Promise<EmissionFactors> {
  authorise(app.actor, "administer", "change the emission factors");
  await app.settings.saveEmissionFactors(input, {
    actor: app.actor,
    action: "setting.emission-factors",
    at: app.clock.now(),
    detail: input,
  });
  await app.live.publish("settings");
  return input;
}

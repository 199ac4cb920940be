import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { PowerModel } from "#server/domain/job/power.ts";

export const SavePower = PowerModel;
export type SavePower = PowerModel;

/** How watts are estimated from what Jobs request. */
export async function getPower(app: App): Promise<PowerModel> {
  authorise(app.actor, "read", "see the settings");
  return app.settings.power();
}

/** Every estimate shown from now on uses it; what was decided stays decided. */
export async function savePower(app: App, input: SavePower): Promise<PowerModel> {
  authorise(app.actor, "administer", "change the power model");
  await app.settings.savePower(input, {
    actor: app.actor,
    action: "setting.power",
    at: app.clock.now(),
    detail: input,
  });
  await Promise.all([app.live.publish("settings"), app.live.publish("workloads")]);
  return input;
}

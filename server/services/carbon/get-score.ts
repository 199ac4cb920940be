import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { toScore, type CarbonScoreSpec } from "#server/domain/carbon/score.ts";
import type { GetZone } from "./get-zone.ts";
import { zoneSetting } from "./zone-setting.ts";

/** All that a decision in a zone is made from now, in the short form that clusters get: a week of readings is not 48 h of them. */
export async function getScore(app: App, { zone }: GetZone): Promise<CarbonScoreSpec> {
  authorise(app.actor, "read", "see the grid");
  const setting = await zoneSetting(app, zone);
  return toScore((await app.carbon.signalAt(setting, app.clock.now())).signal);
}

import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { durationCurve, shareUnder } from "#server/domain/carbon/duration-curve.ts";
import type { ProfileView } from "#server/domain/carbon/history-view.ts";
import { hoursOf, profileOf } from "#server/domain/carbon/profile.ts";
import { TimeZone, ZoneKey } from "#server/domain/carbon/source-config.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import { keep } from "./keep.ts";
import { readingsOver } from "./span.ts";
import { labelOf, seriesOfZone } from "./zone-label.ts";
import { zoneSetting } from "./zone-setting.ts";

const STEPS = 400;
const days = "Ask for 1 to 366 days.";

export const GetProfile = z.object({
  zone: ZoneKey,
  days: z.int({ error: days }).min(1, { error: days }).max(366, { error: days }),
  /** Whose days and hours. */
  timeZone: TimeZone.default("UTC"),
});
export type GetProfile = z.infer<typeof GetProfile>;

/** When a zone is clean: hour of day by day, and its hours sorted. */
export async function getProfile(app: App, { zone, days: most, timeZone }: GetProfile): Promise<ProfileView> {
  authorise(app.actor, "read", "see the grid");
  const setting = await zoneSetting(app, zone);
  const series = seriesOfZone(setting);
  const { hours, profile, duration } = await keep(app, series, `profile ${most} ${timeZone}`, async () => {
    const now = app.clock.now();
    // a day more, since a person's day may begin before that of UTC
    const span = { from: new Date(+now - (most + 1) * DAY_MS), to: now };
    const made = profileOf(await readingsOver(app, series, span), most, timeZone);
    const read = hoursOf(made);
    return { profile: made, hours: Float64Array.from(read), duration: durationCurve(read, STEPS) };
  });
  const limit = (await app.carbon.limits()).get(zone) ?? null;
  return {
    ...labelOf(setting),
    ...profile,
    timeZone,
    duration,
    limit,
    underLimit: limit && shareUnder([...hours], limit.gramsPerKwh),
  };
}

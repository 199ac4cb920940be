import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { asForeseen } from "#server/domain/carbon/forecast-error.ts";
import { HORIZON_MS } from "#server/domain/carbon/forecaster.ts";
import { RECENT_MS } from "#server/domain/carbon/signal.ts";
import { ZoneKey } from "#server/domain/carbon/source-config.ts";
import type { ZoneDetail } from "#server/domain/carbon/view.ts";
import { zoneView } from "#server/domain/carbon/zone-view.ts";
import { zoneSetting } from "./zone-setting.ts";

export const GetZone = z.object({ zone: ZoneKey });
export type GetZone = z.infer<typeof GetZone>;

/** A zone as the carbon page draws it: with what had been foreseen of the past 48 h, and with the Jobs released there. */
export async function getZone(app: App, { zone }: GetZone): Promise<ZoneDetail> {
  authorise(app.actor, "read", "see the grid");
  const setting = await zoneSetting(app, zone);
  const now = app.clock.now();
  const from = new Date(+now - RECENT_MS);
  const [known, limits, releases] = await Promise.all([
    app.carbon.signalAt(setting, now),
    app.carbon.limits(),
    app.carbon.releases(zone, from, now),
  ]);
  const made = { from: new Date(+from - HORIZON_MS), to: now };
  const vintages = await app.carbon.vintages(known.signal, made);
  return {
    ...zoneView({ setting, ...known, limit: limits.get(zone) ?? null, now }),
    pastForecast: asForeseen(vintages, { from, to: now }),
    releases,
  };
}

import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { zoneView } from "#server/domain/carbon/zone-view.ts";

/** Every zone with its last 48 h, its forecast and its windows, in the order in which they were added. */
export async function listZones(app: App): Promise<ZoneView[]> {
  authorise(app.actor, "read", "see the grid");
  const now = app.clock.now();
  const [settings, limits] = await Promise.all([app.carbon.zones(), app.carbon.limits()]);
  return Promise.all(
    settings.map(async (setting) => {
      const known = await app.carbon.signalAt(setting, now);
      return zoneView({ setting, ...known, limit: limits.get(setting.zone) ?? null, now });
    }),
  );
}

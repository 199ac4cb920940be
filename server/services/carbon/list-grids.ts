import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { SignalKind } from "#server/domain/carbon/intensity.ts";
import { speakerOf, standInOf, zoneKindOf, type StandIn } from "#server/domain/carbon/speaker.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";

/** A zone as the settings show it: its list, who speaks now, and how each one does. Holds no secret. */
export interface GridSetting extends ZoneSetting {
  signalKind: SignalKind;
  /** The id of the source that speaks; null before the first answer. */
  speaks: string | null;
  standIn: StandIn | null;
}

/** Every grid with its sources in order. */
export async function listGrids(app: App): Promise<GridSetting[]> {
  authorise(app.actor, "read", "see the carbon sources");
  return (await app.carbon.zones()).map((setting) => {
    const speaker = speakerOf(setting.sources);
    return {
      ...setting,
      signalKind: zoneKindOf(setting.sources),
      speaks: speaker?.lastOkAt ? speaker.id : null,
      standIn: standInOf(setting.sources),
    };
  });
}

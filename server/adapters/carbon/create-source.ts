import type { Clock } from "#server/domain/clock.ts";
import type { SourceSetting } from "#server/domain/carbon/source-config.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { createRecorded } from "./recorded.ts";
import { createReplay } from "./replay.ts";
import { createStatic } from "./static.ts";
import { createUkCarbonIntensity } from "./uk-carbon-intensity.ts";

/** The source that a zone's setting names. @throws DomainError when its CSV cannot be read */
export function createSource(setting: SourceSetting, zone: string, clock: Clock): CarbonIntensitySource {
  switch (setting.source) {
    case "recorded":
      return createRecorded({ clock });
    case "replay":
      return createReplay({ ...setting.config, zone, clock });
    case "static":
      return createStatic({ ...setting.config, zone, clock });
    case "uk-carbon-intensity":
      return createUkCarbonIntensity({ clock });
  }
}

import type { SourceSetting } from "#server/domain/carbon/source-config.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { SourceDeps } from "./deps.ts";
import { createRecorded } from "./recorded.ts";
import { createReplay } from "./replay.ts";
import { createStatic } from "./static.ts";
import { createUkCarbonIntensity } from "./uk-carbon-intensity.ts";

/** The source that a zone's setting names. @throws DomainError when its CSV cannot be read or a secret is missing */
export function createSource(setting: SourceSetting, zone: string, deps: SourceDeps): CarbonIntensitySource {
  const { clock } = deps;
  switch (setting.source) {
    case "recorded":
      return createRecorded({ clock });
    case "replay":
      return createReplay({ ...setting.config, zone, clock });
    case "static":
      return createStatic({ ...setting.config, zone, clock });
    case "uk-carbon-intensity":
      return createUkCarbonIntensity(deps);
    case "energy-charts":
    case "energinet":
    case "eia":
    case "electricity-maps":
    case "watttime":
    case "entsoe":
    case "carbon-aware-sdk":
      throw new DomainError("PRECONDITION_FAILED", "This source cannot be asked yet.");
  }
}

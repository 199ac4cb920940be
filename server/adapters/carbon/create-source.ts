import type { SourceSetting } from "#server/domain/carbon/source-config.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { createCarbonAwareSdk } from "./carbon-aware-sdk.ts";
import type { SourceDeps } from "./deps.ts";
import { createEia } from "./eia.ts";
import { createElectricityMaps } from "./electricity-maps.ts";
import { createEnerginet } from "./energinet.ts";
import { createEnergyCharts } from "./energy-charts.ts";
import { createEntsoe } from "./entsoe.ts";
import { createHttpSignal } from "./http-signal.ts";
import { createRecorded } from "./recorded.ts";
import { createReplay } from "./replay.ts";
import { createStatic } from "./static.ts";
import { createUkCarbonIntensity } from "./uk-carbon-intensity.ts";
import { createWattTime } from "./watttime.ts";

/** The source that a zone's setting names. @throws DomainError when its CSV cannot be read or a secret is missing */
export function createSource(setting: SourceSetting, zone: string, deps: SourceDeps): CarbonIntensitySource {
  const { clock } = deps;
  if (setting.source === "recorded") return createRecorded({ clock });
  if (setting.source === "replay") return createReplay({ ...setting.config, zone, clock });
  if (setting.source === "static") return createStatic({ ...setting.config, zone, clock });
  return createNetworkSource(setting, zone, deps);
}

type NetworkSetting = Exclude<SourceSetting, { source: "recorded" | "replay" | "static" }>;

function createNetworkSource(setting: NetworkSetting, zone: string, deps: SourceDeps): CarbonIntensitySource {
  switch (setting.source) {
    case "uk-carbon-intensity":
      return createUkCarbonIntensity(setting.config, zone, deps);
    case "energy-charts":
      return createEnergyCharts(setting.config, zone, deps);
    case "energinet":
      return createEnerginet(setting.config, zone, deps);
    case "eia":
      return createEia(setting.config, zone, deps);
    case "electricity-maps":
      return createElectricityMaps(setting.config, zone, deps);
    case "watttime":
      return createWattTime(setting.config, zone, deps);
    case "entsoe":
      return createEntsoe(setting.config, zone, deps);
    case "carbon-aware-sdk":
      return createCarbonAwareSdk(setting.config, zone, deps);
    case "http-signal":
      return createHttpSignal(setting.config, zone, deps);
  }
}

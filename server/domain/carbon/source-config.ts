import { z } from "zod";
import type { SignalKind } from "./intensity.ts";
import { RecordedConfig, ReplayConfig, StaticConfig } from "./source-config-local.ts";
import {
  CarbonAwareSdkConfig,
  EiaConfig,
  ElectricityMapsConfig,
  EnerginetConfig,
  EnergyChartsConfig,
  EntsoeConfig,
  HttpSignalConfig,
  UK_REGIONS,
  UkConfig,
  WattTimeConfig,
} from "./source-config-network.ts";
import { sourceTitleOf } from "./source-titles.ts";

export { StaticConfig, TimeZone } from "./source-config-local.ts";
export { SOURCES, TRIED_WORDS, sourceTitleOf } from "./source-titles.ts";
export type { SourceField, SourceSecret, SourceTitle, Tried } from "./source-titles.ts";

/** One line a source: what a zone says about where its numbers come from. Secrets are no part of it. */
export const SourceSetting = z.discriminatedUnion(
  "source",
  [
    z.object({ source: z.literal("recorded"), config: RecordedConfig.default({}) }),
    z.object({ source: z.literal("replay"), config: ReplayConfig }),
    z.object({ source: z.literal("static"), config: StaticConfig }),
    z.object({ source: z.literal("uk-carbon-intensity"), config: UkConfig.default({}) }),
    z.object({ source: z.literal("energy-charts"), config: EnergyChartsConfig }),
    z.object({ source: z.literal("energinet"), config: EnerginetConfig }),
    z.object({ source: z.literal("eia"), config: EiaConfig }),
    z.object({
      source: z.literal("electricity-maps"),
      config: ElectricityMapsConfig.default({ emissionFactorType: "lifecycle" }),
    }),
    z.object({ source: z.literal("watttime"), config: WattTimeConfig }),
    z.object({ source: z.literal("entsoe"), config: EntsoeConfig }),
    z.object({ source: z.literal("carbon-aware-sdk"), config: CarbonAwareSdkConfig }),
    z.object({ source: z.literal("http-signal"), config: HttpSignalConfig }),
  ],
  {
    error:
      "Choose one of the sources recorded, replay, static, uk-carbon-intensity, energy-charts, energinet, eia, electricity-maps, watttime, entsoe, carbon-aware-sdk and http-signal.",
  },
);
export type SourceSetting = z.infer<typeof SourceSetting>;
export type SourceName = SourceSetting["source"];

export const ZoneKey = z
  .string({ error: "Give the zone's key, such as DE or US-CAL-CISO." })
  .min(1, { error: "Give the zone's key, such as DE or US-CAL-CISO." })
  .max(64, { error: "A zone's key has at most 64 characters." })
  .regex(/^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/, {
    error: "A zone's key has letters, digits, hyphens, dots and underscores, such as US-CAL-CISO.",
  });

type Config = Readonly<Record<string, unknown>>;
const textIn = (config: Config, key: string): string | undefined => {
  const value = config[key];
  return typeof value === "string" && value !== "" ? value : undefined;
};
const hostIn = (config: Config): string | undefined => {
  const url = textIn(config, "url");
  return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;
};
const joined = (...parts: (string | undefined)[]) => parts.filter((part) => part !== undefined).join(", ");

/** What people read beside every number of a zone, from its stored setting. */
const PROVENANCE: Readonly<Record<SourceName, (config: Config) => string>> = {
  recorded: () => "recorded 2022, replayed",
  replay: (config) => `${textIn(config, "file") ?? "a CSV"}, replayed`,
  static: () => "set by the clock, not measured",
  "uk-carbon-intensity": ({ regionId }) =>
    joined("UK Carbon Intensity (NESO)", UK_REGIONS[Number(regionId ?? 0) - 1]),
  "energy-charts": (config) => joined("Energy-Charts (Fraunhofer ISE)", textIn(config, "country")),
  energinet: (config) => joined("Energinet", textIn(config, "priceArea")),
  eia: (config) => joined("EIA", textIn(config, "respondent"), "fuel mix × emission factors"),
  "electricity-maps": (config) =>
    joined("Electricity Maps", textIn(config, "providerZone"), textIn(config, "emissionFactorType")),
  watttime: (config) => joined("WattTime", textIn(config, "region"), "marginal"),
  entsoe: (config) => joined("ENTSO-E", textIn(config, "area"), "fuel mix × emission factors"),
  "carbon-aware-sdk": (config) =>
    joined("Carbon Aware SDK", textIn(config, "location"), textIn(config, "signalKind")),
  "http-signal": (config) => joined("HTTP signal", hostIn(config)),
};

const isSource = (source: string): source is SourceName => Object.hasOwn(PROVENANCE, source);

export const provenanceOf = (source: string, config: Config): string =>
  isSource(source) ? PROVENANCE[source](config) : source;

/** By the source, or by the setting where the source can be either. */
export function signalKindOf(source: string, config: Config = {}): SignalKind {
  const either = source === "carbon-aware-sdk" || source === "http-signal";
  if (either && config["signalKind"] === "marginal") return "marginal";
  return sourceTitleOf(source)?.signalKind ?? "average";
}

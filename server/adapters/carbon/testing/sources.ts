import type { Clock } from "#server/domain/clock.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { SourceSetting, type SourceName } from "#server/domain/carbon/source-config.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { createSource } from "../create-source.ts";
import type { CarbonHttp } from "../http.ts";
import { startFakeCarbonAwareSdk } from "./fake-carbon-aware-sdk.ts";
import { EIA_KEY, startFakeEia } from "./fake-eia.ts";
import { EM_TOKEN, startFakeElectricityMaps } from "./fake-electricity-maps.ts";
import { startFakeEnerginet } from "./fake-energinet.ts";
import { startFakeEnergyCharts } from "./fake-energy-charts.ts";
import { ENTSOE_TOKEN, startFakeEntsoe } from "./fake-entsoe.ts";
import type { Fake } from "./fake-server.ts";
import { startFakeHttpSignal } from "./fake-http-signal.ts";
import { startFakeUk } from "./fake-uk.ts";
import { startFakeWattTime, WATTTIME_LOGIN } from "./fake-watttime.ts";

/** A source of the network as tests meet it: its fake, and a setting that the fake answers to. */
export interface NetworkCase {
  label: string;
  source: SourceName;
  title: string;
  zone: string;
  config: Record<string, unknown>;
  secrets?: Record<string, string>;
  start: (now: () => Date) => Promise<Fake>;
  ownForecast: boolean;
  /** How late its newest reading is, at most. */
  lateMs?: number;
}

export const NETWORK_CASES: readonly NetworkCase[] = [
  {
    label: "uk-carbon-intensity",
    source: "uk-carbon-intensity",
    title: "UK Carbon Intensity",
    zone: "GB",
    config: {},
    start: startFakeUk,
    ownForecast: true,
  },
  {
    label: "uk-carbon-intensity, London",
    source: "uk-carbon-intensity",
    title: "UK Carbon Intensity",
    zone: "GB-LON",
    config: { regionId: 13 },
    start: startFakeUk,
    ownForecast: true,
  },
  {
    label: "energy-charts, quarter-hourly",
    source: "energy-charts",
    title: "Energy-Charts",
    zone: "DE",
    config: { country: "de" },
    start: startFakeEnergyCharts,
    ownForecast: true,
    lateMs: HOUR_MS,
  },
  {
    label: "energy-charts, hourly",
    source: "energy-charts",
    title: "Energy-Charts",
    zone: "FR",
    config: { country: "fr" },
    start: startFakeEnergyCharts,
    ownForecast: true,
  },
  {
    label: "energinet",
    source: "energinet",
    title: "Energinet",
    zone: "DK-DK1",
    config: { priceArea: "DK1" },
    start: startFakeEnerginet,
    ownForecast: true,
  },
  {
    label: "eia",
    source: "eia",
    title: "EIA",
    zone: "US-CAL-CISO",
    config: { respondent: "CISO" },
    secrets: { apiKey: EIA_KEY },
    start: (now) => startFakeEia(now),
    ownForecast: false,
    lateMs: 24 * HOUR_MS,
  },
  {
    label: "electricity-maps",
    source: "electricity-maps",
    title: "Electricity Maps",
    zone: "DE",
    config: {},
    secrets: { token: EM_TOKEN },
    start: (now) => startFakeElectricityMaps(now),
    ownForecast: true,
  },
  {
    label: "watttime",
    source: "watttime",
    title: "WattTime",
    zone: "US-CAL-CISO",
    config: { region: "CAISO_NORTH" },
    secrets: WATTTIME_LOGIN,
    start: startFakeWattTime,
    ownForecast: true,
  },
  {
    label: "entsoe",
    source: "entsoe",
    title: "ENTSO-E",
    zone: "DE-LU",
    config: { area: "10Y1001A1001A82H" },
    secrets: { securityToken: ENTSOE_TOKEN },
    start: startFakeEntsoe,
    ownForecast: false,
    lateMs: 3 * HOUR_MS,
  },
  {
    label: "carbon-aware-sdk",
    source: "carbon-aware-sdk",
    title: "Carbon Aware SDK",
    zone: "DE",
    config: { baseUrl: "http://carbon-aware-sdk.test", location: "de" },
    start: (now) => startFakeCarbonAwareSdk(now),
    ownForecast: true,
  },
  {
    label: "http-signal",
    source: "http-signal",
    title: "HTTP signal",
    zone: "DE",
    config: { url: "http://signal.test/" },
    start: startFakeHttpSignal,
    ownForecast: true,
  },
];

/** As the product makes it, but pointed at the fake. */
export function sourceOf(
  { source, config, zone, secrets = {} }: NetworkCase,
  deps: { clock: Clock; http: CarbonHttp; baseUrl: string },
): CarbonIntensitySource {
  return createSource(SourceSetting.parse({ source, config }), zone, { ...deps, secrets });
}

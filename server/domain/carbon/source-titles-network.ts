import { HOUR_MS } from "../clock.ts";
import { UK_REGIONS } from "./source-config-network.ts";
import type { SourceField, SourceTitle } from "./source-titles.ts";

const text = (key: string, label: string, help: string): SourceField => ({
  key,
  label,
  help,
  kind: "text",
  required: true,
});
const select = (
  key: string,
  label: string,
  help: string,
  options: readonly { value: string; label: string }[],
): SourceField => ({ key, label, help, kind: "select", options, required: true });

/** In the order in which people meet them: without a key first. */
export const NETWORK_SOURCES: readonly SourceTitle[] = [
  {
    name: "uk-carbon-intensity",
    title: "UK Carbon Intensity",
    detail:
      "Great Britain or one of its 17 regions, half-hourly, with its own forecast of 48 h. Without a key. By NESO, CC BY 4.0.",
    keyless: true,
    signalKind: "average",
    secrets: [],
    fields: [
      {
        ...select(
          "regionId",
          "Region",
          "None: Great Britain, with measured readings. A region has estimates only.",
          UK_REGIONS.map((label, index) => ({ value: String(index + 1), label })),
        ),
        required: false,
      },
    ],
    limit: "It documents none; a range has at most 14 days. We ask it at most 60 times a minute.",
    tried: "recorded payloads",
  },
  {
    name: "energy-charts",
    title: "Energy-Charts",
    detail:
      "European countries, quarter-hourly or hourly, with its own forecast. Without a key. By Fraunhofer ISE, CC BY 4.0.",
    keyless: true,
    signalKind: "average",
    secrets: [],
    fields: [text("country", "Country", "Two small letters, such as de, fr, at or ch.")],
    limit: "It documents none. We ask it at most 30 times a minute.",
    tried: "recorded payloads",
  },
  {
    name: "energinet",
    title: "Energinet",
    detail: "Denmark, every five minutes, with its own forecast. Without a key.",
    keyless: true,
    signalKind: "average",
    secrets: [],
    fields: [
      select("priceArea", "Price area", "The Great Belt divides Denmark's grid in two.", [
        { value: "DK1", label: "DK1, west of the Great Belt" },
        { value: "DK2", label: "DK2, east of the Great Belt" },
      ]),
    ],
    limit: "It asks for restraint without a number. We ask it at most 20 times a minute.",
    tried: "documented payloads",
  },
  {
    name: "eia",
    title: "EIA",
    detail:
      "US balancing authorities, hourly and about a day late: Jobs wait by what is foreseen from it. Computed from the fuel mix with emission factors.",
    keyless: true,
    signalKind: "average",
    secrets: [
      {
        key: "apiKey",
        title: "API key",
        help: "Free from EIA. Without one the shared DEMO_KEY is used, which is good for about 30 requests an hour.",
        required: false,
      },
    ],
    fields: [text("respondent", "Balancing authority", "As EIA writes it, such as CISO, PJM, ERCO or MISO.")],
    limit:
      "About 30 requests an hour with DEMO_KEY. With a key of your own we ask it at most 1,000 times an hour.",
    tried: "documented payloads",
    latenessMs: 36 * HOUR_MS,
  },
  {
    name: "electricity-maps",
    title: "Electricity Maps",
    detail: "Most grids of the world, hourly. Its forecast takes a paid plan; without it, ours is made.",
    keyless: false,
    signalKind: "average",
    secrets: [
      { key: "token", title: "API token", help: "From your Electricity Maps account.", required: true },
    ],
    fields: [
      {
        ...text(
          "providerZone",
          "Its zone",
          "Only where it differs from the zone's key here, such as US-CAL-CISO.",
        ),
        required: false,
      },
      select(
        "emissionFactorType",
        "Emission factors",
        "Life cycle counts building and fuel supply as well.",
        [
          { value: "lifecycle", label: "Life cycle" },
          { value: "direct", label: "Direct: burning only" },
        ],
      ),
    ],
    limit: "By your plan. We ask it at most 30 times a minute, and pause when it says so (429).",
    tried: "documented payloads",
  },
  {
    name: "watttime",
    title: "WattTime",
    detail: "Marginal emissions, every five minutes, with its own forecast of 24 h.",
    keyless: false,
    signalKind: "marginal",
    secrets: [
      { key: "username", title: "User name", help: "Of your WattTime account.", required: true },
      { key: "password", title: "Password", help: "Of your WattTime account.", required: true },
    ],
    fields: [text("region", "Region", "As WattTime writes it, such as CAISO_NORTH.")],
    limit: "3,000 requests in 5 minutes, 100 logins in 5 minutes; a range has at most 32 days.",
    tried: "documented payloads",
  },
  {
    name: "entsoe",
    title: "ENTSO-E",
    detail:
      "European areas, quarter-hourly or hourly, without a forecast: ours is made. Computed from the fuel mix with emission factors.",
    keyless: false,
    signalKind: "average",
    secrets: [
      {
        key: "securityToken",
        title: "Security token",
        help: "From your account on the Transparency Platform, after asking for API access.",
        required: true,
      },
    ],
    fields: [text("area", "Area", "Its EIC code, such as 10Y1001A1001A82H for Germany and Luxembourg.")],
    limit: "400 requests a minute.",
    tried: "documented payloads",
  },
  {
    name: "carbon-aware-sdk",
    title: "Carbon Aware SDK",
    detail:
      "A WebAPI of the Green Software Foundation's SDK that you run. With a forecast where its data source has one.",
    keyless: true,
    signalKind: "average",
    secrets: [],
    fields: [
      text("baseUrl", "Address", "Of the WebAPI, such as http://carbon-aware-sdk.default.svc."),
      text("location", "Location", "As the WebAPI lists it, such as westeurope."),
      select("signalKind", "Signal", "As the SDK's own data source has it; its answer does not say.", [
        { value: "average", label: "Average (Electricity Maps)" },
        { value: "marginal", label: "Marginal (WattTime)" },
      ]),
    ],
    limit: "Yours: it passes on to its own data source. We ask it at most 60 times a minute.",
    tried: "documented payloads",
  },
  {
    name: "http-signal",
    title: "HTTP signal",
    detail:
      "Any address that answers with the JSON of docs/signal.md, such as `karbon signal`. With its own forecast where it gives one.",
    keyless: true,
    signalKind: "average",
    secrets: [],
    fields: [
      text("url", "Address", "Such as http://signal.default.svc:8787/."),
      select("signalKind", "Signal", "As its answer says.", [
        { value: "average", label: "Average" },
        { value: "marginal", label: "Marginal" },
      ]),
    ],
    limit: "Yours. We ask it at most 60 times a minute.",
    tried: "documented payloads",
  },
];

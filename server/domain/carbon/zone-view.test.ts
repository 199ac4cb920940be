import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import type { CarbonSignal } from "./signal.ts";
import { zoneView, type ZoneViewInput } from "./zone-view.ts";

const NOW = new Date("2026-01-05T05:10:00Z");
const at = (hours: number) => new Date(Date.UTC(2026, 0, 5, 5) + hours * HOUR_MS);
const reading = (hour: number) => ({
  startsAt: at(hour),
  stepMs: HOUR_MS,
  gramsPerKwh: 300,
  quality: "measured" as const,
});
const known: CarbonSignal = {
  zone: "DE",
  kind: "average",
  provenance: "a test",
  latest: reading(-1),
  recent: [reading(-2), reading(-1)],
  forecast: {
    generatedAt: NOW,
    startsAt: at(0),
    stepMs: HOUR_MS,
    gramsPerKwh: [300, 250, 100, 300],
    method: "test",
  },
};
const setting = {
  zone: "DE",
  name: "Germany",
  sources: [{ id: "s", source: "replay", config: {}, account: null, lastOkAt: NOW, failure: null }],
  lastPolledAt: NOW,
  backfilledTo: null,
};
const viewOf = (more: Partial<ZoneViewInput> = {}) =>
  zoneView({ setting, signal: known, limit: null, errorPercent: null, now: NOW, ...more });

test.each<[string, Partial<ZoneViewInput>, object]>([
  ["a reading of the last hour is not stale", {}, { latest: reading(-1), stale: false, limit: null }],
  [
    "one of five hours ago is",
    { signal: { ...known, latest: reading(-5) } },
    { latest: reading(-5), stale: true },
  ],
  [
    "no reading is not a stale one: there is none",
    { signal: { ...known, latest: undefined } },
    { latest: null, stale: false },
  ],
  ["no forecast, no window", { signal: { ...known, forecast: undefined } }, { forecast: null, windows: [] }],
  [
    "windows keep to the policy's limit",
    { limit: { gramsPerKwh: 260, policy: "batch" } },
    {
      windows: [{ opensAt: at(1), closesAt: at(3), lowestGramsPerKwh: 100 }],
      limit: { gramsPerKwh: 260, policy: "batch" },
    },
  ],
  ["the error is rounded to a tenth of a percent", { errorPercent: 9.345 }, { errorPercent: 9.3 }],
  [
    "the last failure is told",
    {
      setting: {
        ...setting,
        sources: setting.sources.map((source) => ({
          ...source,
          failure: { at: NOW, message: "It is away." },
        })),
      },
    },
    { failure: { at: NOW, message: "It is away." } },
  ],
])("%s", (_, more, expected) => {
  expect(viewOf(more)).toMatchObject(expected);
});

import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import type { CarbonSignal } from "./signal.ts";
import { windowSentence, zoneSentence } from "./zone-sentence.ts";
import { zoneView } from "./zone-view.ts";

// Monday, 06:00 in Berlin
const NOW = new Date("2026-01-05T05:00:00Z");
const at = (hours: number) => new Date(+NOW + hours * HOUR_MS);

const plain = (text: string) => text.replaceAll("\u00A0", " ");

interface Case {
  latest?: number | undefined;
  age?: number;
  ahead?: number[];
  limit?: number;
}
function viewOf({ latest, age = 1, ahead, limit }: Case) {
  const reading =
    latest === undefined
      ? undefined
      : { startsAt: at(-age), stepMs: HOUR_MS, gramsPerKwh: latest, quality: "measured" as const };
  const signal: CarbonSignal = {
    zone: "DE",
    kind: "average",
    provenance: "a test",
    latest: reading,
    recent: reading ? [reading] : [],
    forecast: ahead && {
      generatedAt: NOW,
      startsAt: NOW,
      stepMs: HOUR_MS,
      gramsPerKwh: ahead,
      method: "test",
    },
  };
  return zoneView({
    setting: {
      zone: "DE",
      name: "Germany",
      source: "replay",
      config: {},
      lastPolledAt: NOW,
      failure: { at: NOW, message: "UK Carbon Intensity is failing (502)." },
    },
    signal,
    limit: limit === undefined ? null : { gramsPerKwh: limit, policy: "batch" },
    errorPercent: null,
    now: NOW,
  });
}

test.each<[Case, string, string]>([
  [
    { latest: 334, ahead: [330, 300, 250, 169, 169, 250, 300, 330, 334] },
    "Germany falls from 334 to 169 g/kWh by 09:00.",
    "The next window opens in 2 h, at 08:00, and lasts 4 h.",
  ],
  [
    { latest: 169, ahead: [170, 170, 250, 334, 334, 334] },
    "Germany rises from 169 to 334 g/kWh by 09:00.",
    "A window is open until 08:00.",
  ],
  [
    { latest: 400, ahead: Array.from({ length: 24 }, () => 401) },
    "Germany stays near 400 g/kWh for the next 23 h.",
    "No window in the next 24 h: its hours are too alike to wait for.",
  ],
  [
    { latest: 334, ahead: Array.from({ length: 24 }, (_, hour) => (hour > 20 ? 100 : 340)) },
    "Germany falls from 334 to 100 g/kWh by Tue 03:00.",
    "The next window opens in 21 h, at Tue 03:00, and lasts 3 h.",
  ],
  [
    { latest: 334, ahead: [330, 300, 190, 190, 300], limit: 200 },
    "Germany falls from 334 to 190 g/kWh by 08:00.",
    "Above the limit of 200. The next window opens in 2 h, at 08:00, and lasts 2 h.",
  ],
  [
    { latest: 334, ahead: [330, 300, 190, 190, 300], limit: 100 },
    "Germany falls from 334 to 190 g/kWh by 08:00.",
    "Above the limit of 100. No hour ahead is at or under the limit of 100 g/kWh.",
  ],
  [
    { latest: 334 },
    "Germany is at 334 g/kWh. What comes is not known.",
    "Without a forecast there is no window: Jobs start at once.",
  ],
  [
    { latest: 333, age: 5, ahead: [330, 100] },
    "Germany said 333 g/kWh at 01:00. That is too old to decide by.",
    "Jobs there start at once until a reading comes. UK Carbon Intensity is failing (502).",
  ],
  [
    { latest: undefined, ahead: [330, 100] },
    "No reading of Germany has come yet.",
    "Jobs there start at once until a reading comes. UK Carbon Intensity is failing (502).",
  ],
  [
    { latest: 0, ahead: [0, 0, 5] },
    "Germany rises from 0 to 5 g/kWh by 08:00.",
    "A window is open until 08:00.",
  ],
])("%j: %s", (given, zone, window) => {
  const view = viewOf(given);
  expect(plain(zoneSentence(view, NOW, "Europe/Berlin"))).toBe(zone);
  expect(plain(windowSentence(view, NOW, "Europe/Berlin"))).toBe(window);
});

test("a number and its unit are joined", () => {
  expect(zoneSentence(viewOf({ latest: 334 }), NOW, "UTC")).toContain("334\u00A0g/kWh");
});

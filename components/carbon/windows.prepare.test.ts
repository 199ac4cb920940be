import { expect, test } from "vitest";
import { NOW, zoneFixture } from "#components/eye/fixture.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { pictureLines, rangeTitle } from "./chart.prepare.ts";
import { windowRows, windowRule } from "./windows.prepare.ts";

const hour = (ahead: number) => new Date(Math.floor(+NOW / HOUR_MS + ahead) * HOUR_MS);
const zone = zoneFixture([300], [200, 100, 50, 300, 300, 300, 300, 300], {
  windows: [
    { opensAt: hour(-3), closesAt: hour(0), lowestGramsPerKwh: 1 },
    { opensAt: hour(1), closesAt: hour(4), lowestGramsPerKwh: 50 },
  ],
});

test("a window that has closed is gone; one to come has its lowest and its mean", () => {
  expect(windowRows(zone, NOW)).toEqual([{ opensAt: hour(1), closesAt: hour(4), lowest: 50, mean: 350 / 3 }]);
});
test("of an open one the mean is of what is left", () => {
  const [row] = windowRows(zone, hour(3));
  expect(row?.mean).toBe(50);
});
test("a stale zone has no windows", () => {
  expect(windowRows({ ...zone, stale: true }, NOW)).toEqual([]);
});

test.each<[string, Partial<ZoneView>, string]>([
  ["no reading", { latest: null }, "No reading yet, so no window is known."],
  ["stale", { stale: true }, "The newest reading is too old to tell windows by."],
  ["no forecast", { forecast: null }, "No forecast is known, so no window is."],
  ["no limit", {}, "No policy sets a limit: the cleanest third of the next 24\u00a0h, as foreseen."],
  ["flat", { windows: [] }, "The next 24\u00a0h are much alike: there is little to wait for."],
  [
    "a limit",
    { limit: { gramsPerKwh: 220, policy: "night" } },
    "Hours at or under the limit of 220\u00a0g/kWh of night, as foreseen.",
  ],
  [
    "a limit never reached",
    { limit: { gramsPerKwh: 20, policy: "night" }, windows: [] },
    "No hour ahead is foreseen at or under the limit of 20\u00a0g/kWh of night.",
  ],
])("the rule is said: %s", (_, more, sentence) => {
  expect(windowRule({ ...zone, ...more })).toBe(sentence);
});

test("a picture says what it is, where it comes from, how it was drawn and when", () => {
  expect(pictureLines([zone], "All 168 readings are drawn.", NOW, "UTC")).toEqual([
    "gCO₂e/kWh. DE: replay, hourly means, average signal.",
    "All 168 readings are drawn. Made Tue 25 Aug 2026, 05:12 UTC, by Karbonetes.",
  ]);
  expect(rangeTitle("year")).toBe("The last year");
});

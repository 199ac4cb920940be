import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { dayMeans } from "./day-means.ts";
import { meanOver } from "./mean-over.ts";
import { greenShare, summarize } from "./summary.ts";

const START = new Date("2026-06-01T00:00:00Z");
const hour = (hours: number) => new Date(+START + hours * HOUR_MS);
const reading = (at: number, hours: number, gramsPerKwh: number) => ({
  startsAt: hour(at),
  stepMs: hours * HOUR_MS,
  gramsPerKwh,
});

test("a mean is weighted by time, and the extremes are named with their hour", () => {
  expect(summarize([reading(0, 1, 100), reading(1, 3, 200), reading(5, 1, 50)])).toEqual({
    mean: 150,
    lowest: { gramsPerKwh: 50, at: hour(5) },
    highest: { gramsPerKwh: 200, at: hour(1) },
    readMs: 5 * HOUR_MS,
  });
});
test("of nothing there is no mean, and not 0", () => {
  expect([summarize([]), greenShare([], [], 100)]).toEqual([null, null]);
});
test("the green share is one of the time read", () => {
  expect(greenShare([100, 200], [1, 3], 100)).toBe(0.25);
});

test.each<[string, (number | null)[], number, number, ReturnType<typeof meanOver>]>([
  ["whole slots", [100, 200], 0, 2, { gramsPerKwh: 150, knownMs: 2 * HOUR_MS }],
  [
    "a part of a slot counts for its part",
    [100, 200],
    0.5,
    2,
    { gramsPerKwh: 500 / 3, knownMs: 1.5 * HOUR_MS },
  ],
  ["a gap is left out", [100, null, 300], 0, 3, { gramsPerKwh: 200, knownMs: 2 * HOUR_MS }],
  ["past its end nothing is known", [100], 1, 2, undefined],
])("a forecast's mean: %s", (_, gramsPerKwh, from, to, expected) => {
  expect(meanOver({ startsAt: START, stepMs: HOUR_MS, gramsPerKwh }, hour(from), hour(to))).toEqual(expected);
});

test("a day's mean is weighted by time; one that was half read is a gap", () => {
  const days = dayMeans([reading(0, 6, 100), reading(6, 18, 200), reading(24, 12, 50), reading(48, 22, 70)]);
  expect(days.map(({ startsAt, gramsPerKwh }) => [+startsAt, gramsPerKwh])).toEqual([
    [+hour(0), 175],
    [+hour(48), 70],
  ]);
});

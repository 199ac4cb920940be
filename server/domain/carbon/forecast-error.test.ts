import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { asForeseen, forecastError } from "./forecast-error.ts";
import type { Forecast } from "./forecast.ts";
import type { Intensity } from "./intensity.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 0, 5) + hour * HOUR_MS);
const vintage = (hour: number, gramsPerKwh: (number | null)[]): Forecast => ({
  generatedAt: new Date(+at(hour) + 5_000),
  startsAt: at(hour),
  stepMs: HOUR_MS,
  gramsPerKwh,
  method: "test",
});
const measured = (count: number, grams: number): Intensity[] =>
  Array.from({ length: count }, (_, hour) => ({
    startsAt: at(hour),
    stepMs: HOUR_MS,
    gramsPerKwh: grams,
    quality: "measured",
  }));
const all = (grams: number | null, count = 24) => Array.from({ length: count }, () => grams);

test.each<[string, Forecast[], Intensity[], number | null]>([
  ["10 g off a mean of 200 is 5 %", [vintage(0, all(210))], measured(24, 200), 5],
  ["too high and too low do not cancel", [vintage(0, all(210)), vintage(0, all(190))], measured(24, 200), 5],
  ["an hour that was not measured does not count", [vintage(0, all(210))], measured(20, 200), 5],
  [
    "an hour that was not foreseen does not count",
    [vintage(0, [...all(null, 3), ...all(210, 21)])],
    measured(24, 200),
    5,
  ],
  ["the second day does not count", [vintage(0, [...all(200), ...all(900)])], measured(48, 200), 0],
  ["too few hours say nothing", [vintage(0, all(210))], measured(19, 200), null],
  ["no forecast, no figure", [], measured(24, 200), null],
  ["a grid at 0 has no share", [vintage(0, all(10))], measured(24, 0), null],
])("%s", (_, forecasts, readings, expected) => {
  expect(forecastError(forecasts, readings)).toBe(expected);
});

test("each past slot is shown as the newest vintage made before it began foresaw it", () => {
  const vintages = [vintage(0, [1, 2, 3, 4]), vintage(1, [20, 30, null, 50]), vintage(2, [300, 400])];
  const shown = asForeseen(vintages, { from: at(1), to: at(5) });
  expect(shown.map(({ startsAt, gramsPerKwh }) => [(+startsAt - +at(0)) / HOUR_MS, gramsPerKwh])).toEqual([
    [1, 2],
    [2, 30],
    [3, 400],
    [4, 50],
  ]);
});

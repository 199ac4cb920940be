import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import type { Forecast } from "./forecast.ts";
import { greenWindows } from "./window.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 0, 5) + hour * HOUR_MS);
const forecastOf = (gramsPerKwh: (number | null)[], stepMs = HOUR_MS): Forecast => ({
  generatedAt: at(0),
  startsAt: at(0),
  stepMs,
  gramsPerKwh,
  method: "test",
});
const noon = Array.from({ length: 48 }, (_, hour) =>
  hour % 24 >= 10 && hour % 24 < 16 ? 100 + (hour % 24) : 300 + (hour % 24),
);
const flat = Array.from({ length: 24 }, (_, hour) => 300 + (hour % 2));
/** Set by the clock: a third of the day would reach into the dirty hours. */
const clock = noon.map((grams) => (grams < 200 ? 100 : 400));

test.each<[string, (number | null)[], number | undefined, number, [number, number, number][]]>([
  [
    "the cleanest third of the next day is one window",
    [300, 200, 100, 90, 200, 300],
    undefined,
    0,
    [[2, 4, 90]],
  ],
  [
    "a clean half of the day gives its cleanest third",
    [100, 110, 120, 300, 310, 320],
    undefined,
    0,
    [[0, 2, 100]],
  ],
  ["green hours by the clock end with the clock", clock, undefined, 0, [[10, 16, 100]]],
  [
    "inside a window it is open from this hour",
    clock,
    undefined,
    12,
    [
      [12, 16, 100],
      [34, 40, 100],
    ],
  ],
  ["a window that is over is gone", clock, undefined, 16, [[34, 40, 100]]],
  ["a day that hardly varies has none", flat, undefined, 0, []],
  [
    "with a limit: every stretch at or under it, tomorrow's too",
    clock,
    100,
    0,
    [
      [10, 16, 100],
      [34, 40, 100],
    ],
  ],
  ["a limit never reached: none", clock, 99, 0, []],
  ["a limit always kept: one window to the forecast's end", flat, 400, 0, [[0, 24, 300]]],
  [
    "an hour that is not foreseen ends a window",
    [100, 100, null, 100, 400],
    100,
    0,
    [
      [0, 2, 100],
      [3, 4, 100],
    ],
  ],
  ["nothing foreseen: none", [null, null], undefined, 0, []],
  ["a true 0 is the cleanest", [300, 0, 300, 300], undefined, 0, [[1, 2, 0]]],
])("%s", (_, grams, limit, now, expected) => {
  const windows = greenWindows(forecastOf(grams), limit, at(now));
  expect(
    windows.map((w) => [
      (+w.opensAt - +at(0)) / HOUR_MS,
      (+w.closesAt - +at(0)) / HOUR_MS,
      w.lowestGramsPerKwh,
    ]),
  ).toEqual(expected);
});

test("a quarter of an hour below the rest is no window", () => {
  const quarters = [300, 300, 100, 300, 300, 300, 300, 300];
  expect(greenWindows(forecastOf(quarters, HOUR_MS / 4), 200, at(0))).toEqual([]);
});

test("the last half hour of a window is still a window", () => {
  const halves = [300, 100, 100, 300, 300, 300];
  const [open] = greenWindows(forecastOf(halves, HOUR_MS / 2), 200, at(1.2));
  expect(open?.closesAt).toEqual(at(1.5));
});

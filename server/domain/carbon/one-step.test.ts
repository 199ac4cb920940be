import { expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import type { Intensity } from "./intensity.ts";
import { onOneStep } from "./one-step.ts";

const reading = (minute: number, minutes: number, gramsPerKwh: number): Intensity => ({
  startsAt: new Date(Date.UTC(2026, 0, 5) + minute * MINUTE_MS),
  stepMs: minutes * MINUTE_MS,
  gramsPerKwh,
  quality: "measured",
});
const short = (readings: readonly Intensity[]) =>
  readings.map(({ startsAt, stepMs, gramsPerKwh }) => [
    (+startsAt - Date.UTC(2026, 0, 5)) / MINUTE_MS,
    stepMs / MINUTE_MS,
    gramsPerKwh,
  ]);

test.each<[string, Intensity[], number[][]]>([
  [
    "one step stays as it is, gaps too",
    [reading(0, 60, 1), reading(180, 60, 2)],
    [
      [0, 60, 1],
      [180, 60, 2],
    ],
  ],
  [
    "hours before half-hours are cut in two",
    [reading(0, 60, 300), reading(60, 30, 100)],
    [
      [0, 30, 300],
      [30, 30, 300],
      [60, 30, 100],
    ],
  ],
  [
    "quarters before an hour become their mean",
    [...[10, 20, 30, 40].map((grams, quarter) => reading(quarter * 15, 15, grams)), reading(60, 60, 7)],
    [
      [0, 60, 25],
      [60, 60, 7],
    ],
  ],
  [
    "an hour of three quarters is a gap, not a mean of three",
    [...[10, 20, 30].map((grams, quarter) => reading(quarter * 15, 15, grams)), reading(60, 60, 7)],
    [[60, 60, 7]],
  ],
  ["nothing stays nothing", [], []],
])("%s", (_, readings, expected) => expect(short(onOneStep(readings))).toEqual(expected));

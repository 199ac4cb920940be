import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { candidatesOf, gramsAt } from "./candidates.ts";
import { at, inputOf } from "./testing.ts";

const KILOWATT = 1_000;
type Change = Parameters<typeof inputOf>[1];

test.each<[string, (number | null)[] | undefined, Change, [number, number][]]>([
  [
    "one a slot up to the latest start",
    [300, 200, 100, 400, 1],
    {},
    [
      [0, 300],
      [1, 200],
      [2, 100],
      [3, 400],
    ],
  ],
  [
    "the first is now, then the slots begin",
    [300, 200, 100],
    { now: at(0.25), job: { latestStart: at(2) } },
    [
      [0.25, 300],
      [1, 200],
      [2, 100],
    ],
  ],
  [
    "a long run takes the mean of its slots",
    [300, 100, 200, 400, 800],
    { job: { durationMs: 2 * HOUR_MS, latestStart: at(1) } },
    [
      [0, 400],
      [1, 300],
    ],
  ],
  [
    "those whose run leaves the forecast are absent",
    [300, 200, null, 50],
    {},
    [
      [0, 300],
      [1, 200],
    ],
  ],
  ["none without a forecast", undefined, {}, []],
  ["none where now is unknown", [null, 100], {}, []],
  ["none past the latest start", [1, 2, 3, 4, 5], { now: at(4) }, []],
])("%s", (_, hourly, change, expected) => {
  const starts = candidatesOf(inputOf(hourly, change), KILOWATT);
  expect(starts).toEqual(expected.map(([hour, grams]) => ({ at: at(hour), grams })));
});

test.each([
  ["now", 0.5, 300],
  ["later, within a slot", 2.5, 100],
  ["where nothing is foreseen", 3, null],
])("the grams of a start %s", (_, hour, expected) => {
  const input = inputOf([300, 200, 100], { now: at(0.5) });
  expect(gramsAt(input, KILOWATT, at(hour))).toBe(expected);
});

import { expect, test } from "vitest";
import type { Run } from "#server/domain/carbon/runs.ts";
import { highestOf, readingAt, runPath, runsOfSlots } from "./run-path.ts";

const scales = { x: (at: number) => at, y: (value: number) => 100 - value };
const runs: Run[] = [
  { startsAt: [0, 10], gramsPerKwh: [50, 60], endsAt: 20 },
  { startsAt: [40], gramsPerKwh: [7], endsAt: 50 },
];

test.each<[string, boolean, string]>([
  ["steps hold until the next slot, and a gap is not joined", true, "M0 50H10V40H20M40 93H50"],
  ["chosen readings are joined within their run alone", false, "M0 50L10 40H20M40 93H50"],
])("%s", (_, steps, path) => {
  expect(runPath(runs, scales, steps)).toBe(path);
});

test.each<[string, number, number | undefined]>([
  ["at its beginning", 0, 50],
  ["within it", 19, 60],
  ["in a gap nothing", 30, undefined],
  ["past its end nothing", 50, undefined],
])("the reading %s", (_, at, value) => {
  expect(readingAt(runs, at)?.value).toBe(value);
});

test("slots that touch are one run", () => {
  expect(
    runsOfSlots([
      { from: 0, to: 10, value: 50 },
      { from: 10, to: 20, value: 60 },
      { from: 40, to: 50, value: 7 },
    ]),
  ).toEqual(runs);
});

test("the highest of nothing is 0", () => {
  expect([highestOf(runs), highestOf([])]).toEqual([60, 0]);
});

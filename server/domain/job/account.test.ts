import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import type { Intensity } from "../carbon/intensity.ts";
import { accountOf, emissionsOf } from "./account.ts";
import { at } from "./testing.ts";

const reading = (hour: number, gramsPerKwh: number): Intensity => ({
  startsAt: at(hour),
  stepMs: HOUR_MS,
  gramsPerKwh,
  quality: "measured",
});
const day = [100, 200, 300, 400].map((grams, hour) => reading(hour, grams));
const KILOWATT = 1_000;

describe("a kilowatt by measured intensity", () => {
  test.each<[string, Intensity[], number, number, number | null]>([
    ["each slot at its own value", day, 1, 3, 500],
    ["parts of slots count in part", day, 0.5, 1.5, 150],
    ["inside one slot", day, 2.25, 2.75, 150],
    ["a missing reading makes it unknown, never less", [reading(0, 100), reading(2, 300)], 0, 3, null],
    ["unknown when it ends after the last reading", day, 3, 5, null],
    ["unknown when it begins before the first", day, -1, 1, null],
    ["unknown without readings", [], 0, 1, null],
    ["a true 0 is 0", [reading(0, 0)], 0, 1, 0],
  ])("%s", (_, readings, from, to, expected) => {
    expect(emissionsOf(readings, at(from), at(to), KILOWATT)).toBe(expected);
  });
});

describe("a run beside the same run at its submission", () => {
  const run = { submittedAt: at(0), startedAt: at(2), finishedAt: at(3), watts: KILOWATT };
  test.each<[string, Intensity[], Partial<typeof run | { finishedAt: null }>, number | null, number | null]>([
    ["finished", day, {}, 300, 100],
    ["dirtier than at submission is told too", day, { startedAt: at(1), finishedAt: at(2) }, 200, 100],
    ["still running: up to the last reading, the same length for both", day, { finishedAt: null }, 700, 300],
    ["still running, no reading since its start", day.slice(0, 2), { finishedAt: null }, null, null],
    ["a gap in the run leaves its other side standing", [reading(0, 100), reading(3, 9)], {}, null, 100],
    ["a gap at submission leaves the run standing", day.slice(1), {}, 300, null],
  ])("%s", (_, readings, change, measured, atSubmission) => {
    const account = accountOf(readings, { ...run, ...change }, at(10));
    expect(account).toEqual({ gramsMeasured: measured, gramsAtSubmission: atSubmission });
  });
});

describe("a run in parts", () => {
  const run = { submittedAt: at(0), startedAt: at(2), finishedAt: at(3), watts: KILOWATT };
  test.each<[string, Intensity[], number | null, number | null]>([
    ["each part at its own hours, all of it at once at submission", day, 100 + 300, 100 + 200],
    ["a part that is not measured leaves the whole unknown", day.slice(1), null, null],
  ])("%s", (_, readings, measured, atSubmission) => {
    const earlier = [{ from: at(0), to: at(1) }];
    expect(accountOf(readings, { ...run, earlier }, at(10))).toEqual({
      gramsMeasured: measured,
      gramsAtSubmission: atSubmission,
    });
  });
});

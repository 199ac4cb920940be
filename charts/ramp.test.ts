import { expect, test } from "vitest";
import { rampColor, RAMP_STOPS } from "./ramp.ts";

test.each([
  ["nothing emitted is the first stop", 0, "var(--ci-0)"],
  ["a whole stop needs no mixing", 90, "var(--ci-2)"],
  ["between stops it mixes by share", 101.25, "color-mix(in oklab, var(--ci-2), var(--ci-3) 25%)"],
  ["the last stop", 450, "var(--ci-10)"],
  ["above the ramp is ember", 900, "var(--ci-10)"],
  ["a share that rounds to the next stop is the next stop", 44.9, "var(--ci-1)"],
])("%s", (_, grams, color) => expect(rampColor(grams)).toBe(color));

test("a gradient over the ramp has its eleven stops at even distances", () => {
  expect(RAMP_STOPS.map((stop) => stop.offset)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
});

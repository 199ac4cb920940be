import { expect, test } from "vitest";
import { clockSeconds, stepDuration } from "./step-time.ts";

test.each([
  [40, "under 1 s"],
  [4_000, "4 s"],
  [59_700, "1 min"],
  [149_000, "2 min 29"],
  [4_320_000, "1 h 12"],
])("%i ms is %s", (ms, text) => expect(stepDuration(ms).replaceAll("\u00a0", " ")).toBe(text));

test("a log time has seconds, in the viewer's zone", () => {
  expect(clockSeconds(new Date("2026-11-22T06:02:45Z"), "Europe/Berlin")).toBe("07:02:45");
});

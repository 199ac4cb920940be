import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { estimateOf } from "./estimate.ts";
import { at, inputOf, signalOf } from "./testing.ts";

const recent = [400, 300].map((gramsPerKwh, hour) => ({
  startsAt: at(hour),
  stepMs: HOUR_MS,
  gramsPerKwh,
  quality: "measured" as const,
}));
const signal = {
  ...signalOf([100, 100, 100], { now: at(2), latest: 300, startsAt: at(2) }),
  recent,
};

test("a Job that waited two hours: now by the forecast, then by what was measured", () => {
  const input = inputOf([], { signal, now: at(2), job: { submittedAt: at(0), durationMs: HOUR_MS } });
  expect(estimateOf(input, 1_000)).toEqual({ energyKwh: 1, grams: 100, gramsAtSubmission: 400 });
});

test("a run over both: the measured hours, then the foreseen", () => {
  const input = inputOf([], { signal, now: at(2), job: { submittedAt: at(1), durationMs: 2 * HOUR_MS } });
  expect(estimateOf(input, 500)).toEqual({ energyKwh: 1, grams: 100, gramsAtSubmission: 200 });
});

test("an unknown hour is never a free one", () => {
  const input = inputOf([], { signal, now: at(2), job: { submittedAt: at(0), durationMs: 9 * HOUR_MS } });
  expect(estimateOf(input, 1_000)).toEqual({ energyKwh: 9, grams: null, gramsAtSubmission: null });
  const blind = inputOf([], { signal: undefined });
  expect(estimateOf(blind, 1_000)).toMatchObject({ grams: null, gramsAtSubmission: null });
});

import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import { nextPollMs } from "./next-poll.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 5) + minutes * MINUTE_MS);
const reading = (minutes: number, stepMs: number): Intensity => ({
  startsAt: at(minutes),
  stepMs,
  gramsPerKwh: 1,
  quality: "measured",
});

test.each<[string, Intensity | undefined, number, number]>([
  ["the hour 0 is known at 01:00: look just after 02:00", reading(0, HOUR_MS), 60, 60.5],
  ["half-hours: just after the next half-hour", reading(0, HOUR_MS / 2), 31, 29.25],
  ["the next hour is overdue: six times an hour", reading(0, HOUR_MS), 180, 10],
  ["no reading yet: in ten minutes", undefined, 0, 10],
])("%s", (_, newest, now, minutes) => {
  expect(nextPollMs(newest, at(now))).toBe(minutes * MINUTE_MS);
});

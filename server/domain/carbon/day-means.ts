import { DAY_MS } from "../clock.ts";
import type { Reading } from "./runs.ts";

/** Half a day is its clean half or its dirty one: a mean of it would say neither. */
const LEAST_SHARE = 0.9;

/** Means of UTC days, weighted by time. A day of which a tenth was not read is absent, so it stays a gap. */
export function dayMeans(readings: readonly Reading[]): Reading[] {
  const days = new Map<number, { grams: number; readMs: number }>();
  for (const { startsAt, stepMs, gramsPerKwh } of readings) {
    const day = Math.floor(+startsAt / DAY_MS);
    const sum = days.get(day) ?? { grams: 0, readMs: 0 };
    sum.grams += gramsPerKwh * stepMs;
    sum.readMs += stepMs;
    days.set(day, sum);
  }
  return [...days]
    .filter(([, { readMs }]) => readMs >= LEAST_SHARE * DAY_MS)
    .toSorted(([a], [b]) => a - b)
    .map(([day, { grams, readMs }]) => ({
      startsAt: new Date(day * DAY_MS),
      stepMs: DAY_MS,
      gramsPerKwh: grams / readMs,
    }));
}

import { DAY_MS } from "../clock.ts";
import type { Intensity } from "./intensity.ts";

/** Readings laid on a grid of equal slots; NaN where there is none. */
export interface Series {
  /** ms since the epoch of slot 0 */
  startsAt: number;
  stepMs: number;
  grams: Float64Array;
  /** The slot that holds now: it and all after it are not known. */
  here: number;
}

/** Only readings whose slot was over at `now` count, and only those of the newest one's step. Undefined without any. */
export function seriesOf(readings: readonly Intensity[], now: Date): Series | undefined {
  const over = readings.filter(({ startsAt, stepMs }) => +startsAt + stepMs <= +now);
  const newest = over.reduce<Intensity | undefined>(
    (a, b) => (a && +a.startsAt >= +b.startsAt ? a : b),
    undefined,
  );
  if (!newest || DAY_MS % newest.stepMs !== 0) return undefined;
  const { stepMs } = newest;
  const same = over.filter((reading) => reading.stepMs === stepMs);
  const startsAt = same.reduce((least, reading) => Math.min(least, +reading.startsAt), Infinity);
  const here = Math.floor((+now - startsAt) / stepMs);
  const grams = new Float64Array(here).fill(Number.NaN);
  for (const reading of same)
    grams[Math.round((+reading.startsAt - startsAt) / stepMs)] = reading.gramsPerKwh;
  return { startsAt, stepMs, grams, here };
}

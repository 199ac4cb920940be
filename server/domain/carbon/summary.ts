import type { Reading } from "./runs.ts";

/** A range of readings in five numbers, weighted by time, g/kWh. */
export interface Summary {
  mean: number;
  lowest: { gramsPerKwh: number; at: Date };
  highest: { gramsPerKwh: number; at: Date };
  /** Time that was read, ms. */
  readMs: number;
}

export function summarize(readings: readonly Reading[]): Summary | null {
  const [first] = readings;
  if (!first) return null;
  let [grams, readMs] = [0, 0];
  let [lowest, highest] = [first, first];
  for (const reading of readings) {
    grams += reading.gramsPerKwh * reading.stepMs;
    readMs += reading.stepMs;
    if (reading.gramsPerKwh < lowest.gramsPerKwh) lowest = reading;
    if (reading.gramsPerKwh > highest.gramsPerKwh) highest = reading;
  }
  return { mean: grams / readMs, lowest: extreme(lowest), highest: extreme(highest), readMs };
}

const extreme = ({ gramsPerKwh, startsAt }: Reading) => ({ gramsPerKwh, at: startsAt });

/** Of 0 to 1: the share of the time read that is at or under a limit; null where nothing was read. */
export function greenShare(
  gramsPerKwh: ArrayLike<number>,
  stepMs: ArrayLike<number>,
  limit: number,
): number | null {
  let [green, readMs] = [0, 0];
  for (let index = 0; index < gramsPerKwh.length; index++) {
    const ms = stepMs[index] ?? 0;
    readMs += ms;
    if ((gramsPerKwh[index] ?? Infinity) <= limit) green += ms;
  }
  return readMs === 0 ? null : green / readMs;
}

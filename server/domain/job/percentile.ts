import type { Intensity } from "../carbon/intensity.ts";
import { DAY_MS } from "../clock.ts";

export const TRAILING_MS = 7 * DAY_MS;
/** A percentile of less than a day would be one of its night or of its noon. */
export const LEAST_TRAILING_MS = DAY_MS;

/** With linear interpolation between the two values beside it; NaN of none. @param sorted ascending */
export function percentileOf(sorted: ArrayLike<number>, percent: number, length = sorted.length): number {
  const position = (percent / 100) * (length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}

/** The percentile of the readings of the week before `now`; undefined of less than a day of them. */
export function trailingPercentile(
  recent: readonly Intensity[],
  percent: number,
  now: Date,
): number | undefined {
  const week = recent.filter(
    ({ startsAt, stepMs }) => +startsAt >= +now - TRAILING_MS && +startsAt + stepMs <= +now,
  );
  const coveredMs = week.reduce((sum, { stepMs }) => sum + stepMs, 0);
  if (coveredMs < LEAST_TRAILING_MS) return undefined;
  return percentileOf(Float64Array.from(week, ({ gramsPerKwh }) => gramsPerKwh).toSorted(), percent);
}

/** The percentile of what is foreseen of slots 0..latest; undefined where nothing is. */
export function foreseenPercentile(
  gramsPerKwh: readonly (number | null)[],
  latest: number,
  percent: number,
): number | undefined {
  const known = gramsPerKwh.slice(0, latest + 1).filter((grams): grams is number => grams !== null);
  return known.length > 0 ? percentileOf(Float64Array.from(known).toSorted(), percent) : undefined;
}

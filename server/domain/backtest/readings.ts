import { STALE_AFTER_MS } from "../carbon/signal.ts";
import { LEAST_TRAILING_MS, TRAILING_MS, percentileOf } from "../job/percentile.ts";
import type { Choose } from "./input.ts";

/** What had been read at each slot. A known view counts its own slot as read; forecasts know only the slots before. */
export interface Readings {
  gramsPerKwh: Float64Array;
  /** The newest slot that was read by then; -1 before the first. */
  newest: (slot: number) => number;
  /** Its value; Infinity before the first, which is under no limit. */
  newestGrams: (slot: number) => number;
  isStale: (slot: number) => boolean;
}

export function readingsOf(choose: Choose, stepMs: number): Readings {
  const known = choose.kind === "known";
  const gramsPerKwh = known ? choose.gramsPerKwh : choose.readings;
  const lag = known ? 0 : 1;
  const newestBy = new Int32Array(gramsPerKwh.length);
  let newest = -1;
  gramsPerKwh.forEach((grams, slot) => {
    if (!Number.isNaN(grams)) newest = slot;
    newestBy[slot] = newest;
  });
  const newestAt = (slot: number) =>
    slot < lag ? -1 : (newestBy[Math.min(slot - lag, newestBy.length - 1)] ?? -1);
  return {
    gramsPerKwh,
    newest: newestAt,
    newestGrams: (slot) => gramsPerKwh[newestAt(slot)] ?? Infinity,
    isStale: (slot) => {
      const last = newestAt(slot);
      return last < 0 || (slot - last - 1) * stepMs > STALE_AFTER_MS;
    },
  };
}

/** At each slot the percentile of the readings of the week before it; NaN of less than a day of them. */
export function trailingLimits(gramsPerKwh: Float64Array, stepMs: number, percent: number): Float64Array {
  const week = Math.round(TRAILING_MS / stepMs);
  const least = Math.ceil(LEAST_TRAILING_MS / stepMs);
  const limits = new Float64Array(gramsPerKwh.length + 1);
  const sorted = new Float64Array(week + 1);
  let count = 0;
  for (let slot = 0; slot < limits.length; slot++) {
    count = insert(sorted, count, gramsPerKwh[slot - 1] ?? Number.NaN);
    count = remove(sorted, count, gramsPerKwh[slot - 1 - week] ?? Number.NaN);
    limits[slot] = count >= least ? percentileOf(sorted, percent, count) : Number.NaN;
  }
  return limits;
}

function insert(sorted: Float64Array, count: number, value: number): number {
  if (Number.isNaN(value)) return count;
  const at = firstNotBelow(sorted, count, value);
  sorted.copyWithin(at + 1, at, count);
  sorted[at] = value;
  return count + 1;
}

function remove(sorted: Float64Array, count: number, value: number): number {
  if (Number.isNaN(value)) return count;
  const at = firstNotBelow(sorted, count, value);
  sorted.copyWithin(at, at + 1, count);
  return count - 1;
}

function firstNotBelow(sorted: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

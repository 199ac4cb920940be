import { DAY_MS, HOUR_MS } from "../clock.ts";
import { foreseeFrom, type Forecaster } from "./forecaster.ts";
import type { Series } from "./series.ts";

const JUDGED_MS = 14 * DAY_MS;
const JUDGED_HORIZON_MS = DAY_MS;
const LEAST_ERRORS = 20;

export interface Judged {
  /** Measured minus foreseen in order of size, g/kWh, a slot ahead. */
  errors: Float64Array[];
  /** Mean absolute error of the first 24 h, % of the measured mean. */
  errorPercent: number | null;
}

/** The slot of the last UTC midnight: a band is judged once a day, so that it is the same whoever asks at whatever hour. */
export const midnightBefore = ({ startsAt, stepMs }: Series, slot: number): number =>
  slot - Math.floor(((startsAt + slot * stepMs) % DAY_MS) / stepMs);

/** Foresees from each hour of the two weeks before `here` and compares with what came. Reads no slot from `here` on. */
export function judge(forecaster: Forecaster, here: number): Judged {
  const { grams, stepMs } = forecaster.series;
  const every = Math.max(1, Math.round(HOUR_MS / stepMs));
  const first = Math.max(1, here - Math.round(JUDGED_MS / stepMs));
  const errors = Array.from({ length: forecaster.slots }, () => [] as number[]);
  let off = 0;
  let measured = 0;
  let count = 0;
  for (let origin = here - every; origin >= first; origin -= every) {
    foreseeFrom(forecaster, origin).forEach((value, ahead) => {
      const came = origin + ahead < here ? grams[origin + ahead] : undefined;
      if (came === undefined || Number.isNaN(came) || Number.isNaN(value)) return;
      errors[ahead]?.push(came - value);
      if (ahead * stepMs >= JUDGED_HORIZON_MS) return;
      off += Math.abs(came - value);
      measured += came;
      count += 1;
    });
  }
  const known = count >= LEAST_ERRORS && measured > 0;
  return {
    errors: errors.map((all) => Float64Array.from(all).toSorted()),
    errorPercent: known ? (100 * off) / measured : null,
  };
}

/** The middle 8 in 10 outcomes, one a slot, g/kWh; NaN where too few errors are known. The forecast itself lies in it. */
export function bandOf(
  values: Float64Array,
  errors: readonly Float64Array[],
): { low: Float64Array; high: Float64Array } {
  const edge = (share: number, keep: (a: number, b: number) => number) =>
    values.map((value, ahead) => keep(value, Math.max(0, value + quantile(errors[ahead], share))));
  return { low: edge(0.1, Math.min), high: edge(0.9, Math.max) };
}

/** Linear between neighbours; NaN below 20 values. */
function quantile(sorted: Float64Array | undefined, share: number): number {
  if (!sorted || sorted.length < LEAST_ERRORS) return Number.NaN;
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}

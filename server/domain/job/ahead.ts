import { cumulate, type Forecast } from "../carbon/forecast.ts";
import type { Cumulative } from "./best-start.ts";

/** How many slots a run touches at most when it begins with one. */
export const slotsOf = (durationMs: number, stepMs: number): number =>
  Math.max(1, Math.ceil(durationMs / stepMs));

/** The forecast from the slot of `now` on, which is slot 0. A gap that has passed ends nothing; before its start nothing is foreseen. */
export function aheadOf({ startsAt, stepMs, gramsPerKwh, high }: Forecast, now: Date) {
  const here = Math.floor((+now - +startsAt) / stepMs);
  const origin = +startsAt + here * stepMs;
  return {
    gramsPerKwh: here < 0 ? [] : gramsPerKwh.slice(here),
    high: here < 0 ? [] : (high ?? []).slice(here),
    slotOf: (time: Date) => Math.floor((+time - origin) / stepMs),
    startOf: (slot: number) => new Date(origin + slot * stepMs),
  };
}

/** A slot as it is weighed: `margin` of the way from the forecast to the top of its band, where it has one. */
export const countedGrams = (grams: number, high: number | null | undefined, margin: number): number =>
  high === null || high === undefined || Number.isNaN(high) ? grams : grams + margin * (high - grams);

export function cumulateCounted(
  gramsPerKwh: readonly (number | null)[],
  high: readonly (number | null)[],
  margin: number,
): Cumulative {
  if (margin === 0) return cumulate(gramsPerKwh);
  return cumulate(
    gramsPerKwh.map((grams, slot) => (grams === null ? null : countedGrams(grams, high[slot], margin))),
  );
}

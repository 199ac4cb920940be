import { DAY_MS } from "../clock.ts";
import type { ForecastMatrix } from "./rolling-forecast.ts";
import type { Series } from "./series.ts";

/** The measure of every forecaster: each slot as it was a day before, or two for the second day ahead. */
export function rollSeasonalNaive(
  { grams, stepMs }: Series,
  { from, to }: { from: number; to: number },
  slots: number,
): ForecastMatrix {
  const day = DAY_MS / stepMs;
  const gramsPerKwh = new Float64Array((to - from) * slots);
  for (let origin = from; origin < to; origin++) {
    for (let ahead = 0; ahead < slots; ahead++) {
      const before = origin + ahead - day * Math.ceil((ahead + 1) / day);
      gramsPerKwh[(origin - from) * slots + ahead] = grams[before] ?? Number.NaN;
    }
  }
  return { from, to, slots, gramsPerKwh };
}

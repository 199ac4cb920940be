import { foreseeFrom } from "./forecaster.ts";
import type { Series } from "./series.ts";

/** What was foreseen at each slot of a stretch of time: one row an origin, which knows only the slots before it. */
export interface ForecastMatrix {
  /** The origin of the first row, and the slot after that of the last. */
  from: number;
  to: number;
  /** How many slots a row has. */
  slots: number;
  /** Row-major; the row of an origin begins at (origin - from) * slots, its first value is the origin's own slot. NaN = not foreseen. */
  gramsPerKwh: Float64Array;
  /** The top of the band, laid out alike, where the forecaster knows its error. */
  high?: Float64Array;
}

/** The forecasts of a stretch of time, each made from the slots before its own only. `to` is exclusive. */
export function rollForecast(
  series: Series,
  range: { from: number; to: number },
  slots: number,
): ForecastMatrix {
  const { from, to } = range;
  const gramsPerKwh = new Float64Array(Math.max(0, to - from) * slots);
  for (let origin = from; origin < to; origin++) {
    gramsPerKwh.set(foreseeFrom(series, origin, slots), (origin - from) * slots);
  }
  return { from, to, slots, gramsPerKwh };
}

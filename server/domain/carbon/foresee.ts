import { bandOf, judge, midnightBefore } from "./forecast-band.ts";
import { FORECASTER, forecasterOf, foreseeFrom, HORIZON_MS } from "./forecaster.ts";
import type { Forecast } from "./forecast.ts";
import type { Intensity } from "./intensity.ts";
import { seriesOf } from "./series.ts";
import type { WeatherVintage } from "./weather-features.ts";

export interface Foreseen {
  forecast: Forecast;
  /** Mean absolute error of the first 24 h, had it foreseen each hour of the trailing days; % of the measured mean. */
  errorPercent: number | null;
}

/**
 * The next 48 h from the slot that holds `now`: what is usual at that time of day and week, shifted by how far the grid is off that
 * now and what the last 13 weeks teach about such shifts. Reads nothing that was not over at `now`.
 * Its band is the middle 8 in 10 of its own errors at that horizon over the two weeks before the last midnight.
 */
export function foresee(
  readings: readonly Intensity[],
  now: Date,
  weather: readonly WeatherVintage[] = [],
): Foreseen | undefined {
  const series = seriesOf(readings, now);
  if (!series) return undefined;
  const forecaster = forecasterOf(series, Math.round(HORIZON_MS / series.stepMs), weather);
  const values = foreseeFrom(forecaster, series.here);
  if (values.every((value) => Number.isNaN(value))) return undefined;
  const past = judge(forecaster, midnightBefore(series, series.here));
  const { low, high } = bandOf(values, past.errors);
  return {
    forecast: {
      generatedAt: now,
      startsAt: new Date(series.startsAt + series.here * series.stepMs),
      stepMs: series.stepMs,
      gramsPerKwh: orNull(values),
      low: orNull(low),
      high: orNull(high),
      method: FORECASTER,
    },
    errorPercent: past.errorPercent,
  };
}

const orNull = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value));

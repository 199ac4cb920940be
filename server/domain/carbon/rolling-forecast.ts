import { DAY_MS } from "../clock.ts";
import { bandOf, judge, midnightBefore } from "./forecast-band.ts";
import { forecasterOf, foreseeFrom } from "./forecaster.ts";
import type { Series } from "./series.ts";

/** What was foreseen at each slot of a stretch, as if a forecast were made anew at its beginning. */
export interface ForecastMatrix {
  /** The first origin, and the one after the last; slots of the series. */
  from: number;
  to: number;
  /** How far each row looks ahead. */
  slots: number;
  /** Row by row, g/kWh, NaN = unknown; row `origin - from` reads only the slots before `origin`. */
  gramsPerKwh: Float64Array;
  /** The upper edge of the band, judged anew at each UTC midnight. */
  high?: Float64Array;
}

const PIECE_MS = 28 * DAY_MS;

/** Refits as it rolls. `band` costs about as much again. */
export function rollForecast(
  series: Series,
  range: { from: number; to: number },
  slots: number,
  band = false,
): ForecastMatrix {
  const pieces = rollInPieces(series, range, slots, band);
  for (;;) {
    const step = pieces.next();
    if (step.done) return step.value;
  }
}

/** The same, four weeks at a time: between two, whoever drives it hears how far it is (0..1) and may stop. */
export function* rollInPieces(
  series: Series,
  { from, to }: { from: number; to: number },
  slots: number,
  band: boolean,
): Generator<number, ForecastMatrix> {
  const forecaster = forecasterOf(series, slots);
  const gramsPerKwh = new Float64Array((to - from) * slots);
  const high = band ? new Float64Array((to - from) * slots) : undefined;
  const piece = Math.round(PIECE_MS / series.stepMs);
  let judgedAt = Number.NaN;
  let errors: Float64Array[] = [];
  for (let origin = from; origin < to; origin++) {
    if ((origin - from) % piece === 0) yield (origin - from) / (to - from);
    const values = foreseeFrom(forecaster, origin);
    gramsPerKwh.set(values, (origin - from) * slots);
    if (!high) continue;
    const midnight = midnightBefore(series, origin);
    if (midnight !== judgedAt) ({ errors } = judge(forecaster, (judgedAt = midnight)));
    high.set(bandOf(values, errors).high, (origin - from) * slots);
  }
  return { from, to, slots, gramsPerKwh, ...(high && { high }) };
}

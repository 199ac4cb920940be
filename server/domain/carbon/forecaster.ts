import { DAY_MS } from "../clock.ts";
import { residualRidge, type ResidualRidge } from "./residual-ridge.ts";
import type { Series } from "./series.ts";
import { levelShift, usualAt, usualOf, type Usual } from "./usual.ts";
import { weatherReader, type WeatherVintage } from "./weather-features.ts";

export const FORECASTER = "seasonal-ridge";
export const HORIZON_MS = 2 * DAY_MS;
/** What it reads at most: 13 weeks to fit by, three of references and one of features under them, as of two weeks ago. */
export const MEMORY_MS = 147 * DAY_MS;

/** A series made ready to be foreseen from any of its slots. */
export interface Forecaster {
  series: Series;
  /** How many slots ahead, at most. */
  slots: number;
  usual: Usual;
  ridge: ResidualRidge;
}

/** Weather, where a place has it: of each vintage only what was known at the slot that is foreseen from. */
export function forecasterOf(
  series: Series,
  slots: number,
  weather: readonly WeatherVintage[] = [],
): Forecaster {
  const usual = usualOf(series, slots);
  return { series, slots, usual, ridge: residualRidge(series, usual, slots, weatherReader(weather)) };
}

/** What the slots from `origin` on look like to someone who knows only those before it; g/kWh, NaN = unknown. */
export function foreseeFrom({ series, slots, usual, ridge }: Forecaster, origin: number): Float64Array {
  const shift = levelShift(usual, origin, series.stepMs, slots);
  ridge.correct(origin, shift);
  return shift.map((off, ahead) => Math.max(0, usualAt(usual, origin + ahead, origin) + off));
}

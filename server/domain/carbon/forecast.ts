import type { Cumulative } from "../job/best-start.ts";
import { exact } from "./exact.ts";

/** Means of equal slots as foreseen at `generatedAt` (its vintage). `null` where nothing is known; a gap ends what a Job may use. */
export interface Forecast {
  generatedAt: Date;
  startsAt: Date;
  stepMs: number;
  /** gCO2e per kWh, one a slot; null = not foreseen */
  gramsPerKwh: readonly (number | null)[];
  /** The middle 8 in 10 outcomes, one pair a slot, where the forecaster knows its error. */
  low?: readonly (number | null)[];
  high?: readonly (number | null)[];
  /** Who foresaw: the source itself, or our forecaster by name, e.g. "seasonal-naive". */
  method: string;
}

/** Prefix sums of the leading slots without a gap: length n + 1 for n usable slots. */
export function cumulate(gramsPerKwh: readonly (number | null)[]): Cumulative {
  const gap = gramsPerKwh.findIndex((value) => value === null || !Number.isFinite(value));
  const usable = gap === -1 ? gramsPerKwh.length : gap;
  const cumulative = new Float64Array(usable + 1);
  for (let i = 0; i < usable; i++) cumulative[i + 1] = (cumulative[i] ?? 0) + exact(gramsPerKwh[i] ?? 0);
  return cumulative;
}

export const endOf = (forecast: Forecast): Date =>
  new Date(+forecast.startsAt + forecast.gramsPerKwh.length * forecast.stepMs);

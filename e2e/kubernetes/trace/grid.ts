import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parseIntensityCsv } from "#server/domain/carbon/csv.ts";
import { FORECASTER, HORIZON_MS } from "#server/domain/carbon/forecaster.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import { rollForecast, type ForecastMatrix } from "#server/domain/carbon/rolling-forecast.ts";
import { DECIDE_RECENT_MS, type CarbonSignal } from "#server/domain/carbon/signal.ts";

/** A measured year of a grid, and what our forecaster foresaw at each slot of a part of it from the slots before. */
export interface Grid {
  zone: string;
  startsAtMs: number;
  stepMs: number;
  gramsPerKwh: Float64Array;
  forecasts: ForecastMatrix;
  timeOf: (slot: number) => Date;
  slotOf: (atMs: number) => number;
}

/** `file`: gzipped rows of a time and g/kWh. Forecasts are made at every slot from `from` to `until`. */
export function readGrid(file: string, zone: string, from: Date, until: Date): Grid {
  const csv = parseIntensityCsv(gunzipSync(readFileSync(file)).toString("utf8"));
  const { stepMs } = csv;
  const startsAtMs = +csv.startsAt;
  const gramsPerKwh = Float64Array.from(csv.gramsPerKwh, (grams) => grams ?? Number.NaN);
  const slotOf = (atMs: number) => Math.floor((atMs - startsAtMs) / stepMs);
  const series = { startsAt: startsAtMs, stepMs, grams: gramsPerKwh, here: gramsPerKwh.length };
  const range = { from: slotOf(+from), to: slotOf(+until) + 1 };
  if (range.from < 0 || range.to > gramsPerKwh.length) throw new Error(`${file} does not hold that time.`);
  return {
    zone,
    startsAtMs,
    stepMs,
    gramsPerKwh,
    forecasts: rollForecast(series, range, HORIZON_MS / stepMs),
    timeOf: (slot) => new Date(startsAtMs + slot * stepMs),
    slotOf,
  };
}

/** What a source tells at the beginning of a slot: the readings that are over, and the forecast of that vintage. */
export function signalAt(grid: Grid, slot: number): CarbonSignal {
  const { zone, stepMs, forecasts } = grid;
  const recent = readingsOf(grid, slot - DECIDE_RECENT_MS / stepMs, slot);
  const row = (slot - forecasts.from) * forecasts.slots;
  return {
    zone,
    kind: "average",
    provenance: "recorded 2022, replayed",
    latest: recent.at(-1),
    recent,
    forecast: {
      generatedAt: grid.timeOf(slot),
      startsAt: grid.timeOf(slot),
      stepMs,
      method: FORECASTER,
      gramsPerKwh: Array.from(forecasts.gramsPerKwh.subarray(row, row + forecasts.slots), (grams) =>
        Number.isNaN(grams) ? null : grams,
      ),
    },
  };
}

/** The measured slots from `from` to `to` (exclusive). */
export function readingsOf({ stepMs, gramsPerKwh, timeOf }: Grid, from: number, to: number): Intensity[] {
  const readings: Intensity[] = [];
  for (let slot = Math.max(0, from); slot < Math.min(to, gramsPerKwh.length); slot++) {
    const grams = gramsPerKwh[slot];
    if (grams === undefined || Number.isNaN(grams)) continue;
    readings.push({ startsAt: timeOf(slot), stepMs, gramsPerKwh: grams, quality: "measured" });
  }
  return readings;
}

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../clock.ts";
import { bestStart, costOf } from "../job/best-start.ts";
import { parseIntensityCsv } from "./csv.ts";
import { cumulate } from "./forecast.ts";
import { rollForecast } from "./rolling-forecast.ts";
import type { Series } from "./series.ts";

const SHARED = new URL("../../../../shared/data/", import.meta.url);
const absent = !existsSync(SHARED);

type Row = (origin: number, slots: number) => Float64Array;
function ours(series: Series, slots: number): Row {
  const { gramsPerKwh } = rollForecast(series, { from: 0, to: series.here }, slots);
  return (origin) => gramsPerKwh.subarray(origin * slots, (origin + 1) * slots);
}
function yesterday({ grams, stepMs }: Series): Row {
  const day = DAY_MS / stepMs;
  return (origin, slots) =>
    Float64Array.from(
      { length: slots },
      (_, ahead) => grams[origin + ahead - day * Math.ceil((ahead + 1) / day)] ?? Number.NaN,
    );
}

/** Saved by choosing with the forecast, re-decided each slot, as a share of what perfect foresight saves. */
function captured(file: string, forecaster: (series: Series, slots: number) => Row): number {
  const series = parseIntensityCsv(readFileSync(new URL(file, SHARED), "utf8"));
  const grams = Float64Array.from(series.gramsPerKwh, (value) => value ?? Number.NaN);
  const slots = HOUR_MS / series.stepMs;
  const most = DAY_MS / series.stepMs;
  const every = Math.max(1, Math.round((7 * HOUR_MS) / series.stepMs));
  const rows = forecaster(
    { startsAt: +series.startsAt, stepMs: series.stepMs, grams, here: grams.length },
    most + slots,
  );
  const foreseen = new Map<number, ReturnType<typeof cumulate>>();
  const at = (origin: number) => {
    const known = foreseen.get(origin);
    if (known) return known;
    const made = cumulate([...rows(origin, most + slots)]);
    foreseen.set(origin, made);
    return made;
  };
  let atOnce = 0;
  let used = 0;
  let ideal = 0;
  for (let arrival = 22 * most; arrival + most + slots <= grams.length; arrival += every) {
    const truth = cumulate([...grams.subarray(arrival, arrival + most + slots)]);
    if (truth.length <= most + slots) continue; // a gap: what the Job would emit is not known
    let start = 0;
    while (start < most && bestStart(at(arrival + start), 0, most - start, slots) > 0) start += 1;
    atOnce += costOf(truth, 0, slots);
    used += costOf(truth, start, slots);
    ideal += costOf(truth, bestStart(truth, 0, most, slots), slots);
  }
  return (atOnce - used) / (atOnce - ideal);
}

test.skipIf(absent).each([
  ["lets-wait-awhile/ger_ci.csv", 0.75, 0.5],
  ["eia-2022/CISO_2022_hourly.csv", 0.9, 0.89],
  ["eia-2022/PJM_2022_hourly.csv", 0.61, 0.47],
  ["dacf/CISO_2020_2021_hourly_direct.csv", 0.92, 0.91],
])(
  "%s: captures at least %d of ideal, yesterday alone at most %d (skipped without ../shared/data)",
  (file, least, naive) => {
    expect(captured(file, ours)).toBeGreaterThan(least);
    expect(captured(file, yesterday)).toBeLessThan(naive);
  },
  60_000,
);

import { DAY_MS } from "../clock.ts";
import type { Forecast } from "./forecast.ts";
import type { Intensity } from "./intensity.ts";

const LEAST_PAIRS = 20;

/**
 * Mean absolute error of the first 24 h of each forecast against what was measured, as % of the measured mean.
 * Null below 20 pairs: a track record of an hour says nothing.
 */
export function forecastError(forecasts: readonly Forecast[], readings: readonly Intensity[]): number | null {
  const measuredAt = new Map(readings.map(({ startsAt, gramsPerKwh }) => [+startsAt, gramsPerKwh]));
  let off = 0;
  let measured = 0;
  let pairs = 0;
  for (const { startsAt, stepMs, gramsPerKwh } of forecasts) {
    gramsPerKwh.slice(0, Math.ceil(DAY_MS / stepMs)).forEach((foreseen, slot) => {
      const came = measuredAt.get(+startsAt + slot * stepMs);
      if (foreseen === null || came === undefined) return;
      off += Math.abs(came - foreseen);
      measured += came;
      pairs += 1;
    });
  }
  return pairs >= LEAST_PAIRS && measured > 0 ? (100 * off) / measured : null;
}

/** Each past slot as it was last foreseen before it began; slots that no vintage foresaw are absent. In order of time. */
export function asForeseen(
  vintages: readonly Forecast[],
  range: { from: Date; to: Date },
): { startsAt: Date; gramsPerKwh: number }[] {
  const newest = new Map<number, { generatedAt: number; gramsPerKwh: number }>();
  for (const { generatedAt, startsAt, stepMs, gramsPerKwh } of vintages) {
    gramsPerKwh.forEach((foreseen, slot) => {
      const at = +startsAt + slot * stepMs;
      if (foreseen === null || at < +range.from || at >= +range.to || +generatedAt > at) return;
      const known = newest.get(at);
      if (!known || known.generatedAt < +generatedAt)
        newest.set(at, { generatedAt: +generatedAt, gramsPerKwh: foreseen });
    });
  }
  return [...newest.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([at, { gramsPerKwh }]) => ({ startsAt: new Date(at), gramsPerKwh }));
}

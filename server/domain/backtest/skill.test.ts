import { describe, expect, it, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../clock.ts";
import type { Series } from "../carbon/series.ts";
import { evaluateForecaster } from "./skill.ts";

const OPTIONS = { horizonsHours: [1, 3, 6, 12, 24, 48] };
const daily = (hour: number) => 300 + 100 * Math.sin((hour * Math.PI) / 12);
/** A bump that fades within two days: who knows the level now knows more than yesterday's hour. */
const drifting = (hour: number) => daily(hour) + 60 * Math.sin(hour / 19) + 25 * Math.sin(hour * 1.7);

const seriesOf = (days: number, valueAt: (hour: number) => number, stepMs = HOUR_MS): Series => {
  const here = (days * DAY_MS) / stepMs;
  return {
    startsAt: Date.UTC(2026, 0, 1),
    stepMs,
    grams: Float64Array.from({ length: here }, (_, slot) => valueAt((slot * stepMs) / HOUR_MS)),
    here,
  };
};

describe("what our forecast is worth", () => {
  it("of a day like every other neither errs, and both capture all", () => {
    const skill = evaluateForecaster(seriesOf(30, daily), OPTIONS);
    for (const { maeOurs, maeSeasonalNaive, pairs } of skill?.rows ?? []) {
      expect([maeOurs, maeSeasonalNaive].map((mae) => Math.round(mae * 1e6))).toEqual([0, 0]);
      expect(pairs).toBeGreaterThan(100);
    }
    expect(skill?.captured?.ours).toBeCloseTo(1, 9);
    expect(skill?.captured?.seasonalNaive).toBeCloseTo(1, 9);
  });

  it("of a drifting grid, who knows the level now errs less an hour ahead", () => {
    const [row] = evaluateForecaster(seriesOf(40, drifting), OPTIONS)?.rows ?? [];
    expect(row?.maeOurs).toBeLessThan(row?.maeSeasonalNaive ?? 0);
  });

  it("what comes after an origin changes nothing that was foreseen at it", () => {
    const series = seriesOf(40, drifting);
    const cut = { ...series, here: series.here - 5 * 24, grams: series.grams.slice(0, series.here - 5 * 24) };
    const poisoned = {
      ...cut,
      grams: Float64Array.from(series.grams, (grams, slot) => (slot < cut.here ? grams : 9_999)),
    };
    expect(evaluateForecaster(poisoned, OPTIONS)?.rows).toEqual(evaluateForecaster(cut, OPTIONS)?.rows);
  });

  test.each<[string, number, boolean]>([
    ["three weeks and a day are too little", 22, true],
    ["three weeks and three days do", 24, false],
  ])("%s", (_, days, none) => {
    expect(evaluateForecaster(seriesOf(days, daily), OPTIONS) === null).toBe(none);
  });

  it("where nothing can be saved, captured is not known rather than 0", () => {
    expect(
      evaluateForecaster(
        seriesOf(30, () => 200),
        OPTIONS,
      )?.captured,
    ).toBeNull();
  });

  it("a gap is no pair", () => {
    const series = seriesOf(30, drifting);
    const full = evaluateForecaster(series, OPTIONS)?.rows[0]?.pairs ?? 0;
    series.grams.fill(Number.NaN, 25 * 24, 26 * 24);
    expect(evaluateForecaster(series, OPTIONS)?.rows[0]?.pairs).toBeLessThan(full);
  });

  it("half hours are judged at the same horizons", () => {
    const rows = evaluateForecaster(seriesOf(30, daily, HOUR_MS / 2), OPTIONS)?.rows ?? [];
    expect(rows.map(({ horizonHours }) => horizonHours)).toEqual([1, 3, 6, 12, 24, 48]);
  });
});

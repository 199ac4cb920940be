import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { dayAhead } from "./lib/day-ahead.ts";
import { forecastSkill } from "./lib/forecast.ts";
import * as ladderOf from "./lib/ladder.ts";
import { STARTS_AT_MS, gridOf, noiseOf } from "./lib/lets-wait-awhile.ts";
import { greatestDifference, mlJobsOf, parseExpected, publishedRows, variantRows } from "./lib/published.ts";
import { readHalfHours, readSeries } from "./lib/series-file.ts";

const SHARED = new URL("../../../shared/data/", import.meta.url);
const absent = !existsSync(SHARED);
const file = (name: string) => new URL(name, SHARED).pathname;
const text = (name: string) => readFileSync(file(name), "utf8");
const nothing = () => {};

/** Rows of a table of expected values by column name. */
function csvRows(name: string): Record<string, string>[] {
  const [head = [], ...rows] = text(name)
    .trim()
    .split("\n")
    .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((cell) => cell.replaceAll('"', "")));
  return rows.map((cells) => Object.fromEntries(head.map((column, index) => [column, cells[index] ?? ""])));
}

function loadGermany() {
  const { gramsPerKwh } = readHalfHours(file("lets-wait-awhile/ger_ci.csv"), STARTS_AT_MS);
  const noise = noiseOf(
    gunzipSync(readFileSync(file("lets-wait-awhile/std_normal_pcg64_seeds0-9_x18000_f64le.bin.gz"))),
  );
  return {
    gramsPerKwh,
    noise,
    jobs: mlJobsOf(text("lets-wait-awhile/ml_jobs_3387.csv")),
    expected: parseExpected(text("lets-wait-awhile/expected_de.json")),
  };
}

describe.skipIf(absent)("Let's Wait Awhile, Germany (skipped without ../shared/data)", () => {
  test("all 25 published numbers to 1e-4 percentage points", () => {
    const { gramsPerKwh, noise, jobs, expected } = loadGermany();
    const rows = publishedRows(gridOf(gramsPerKwh, noise), jobs, expected, nothing);
    expect(rows).toHaveLength(25);
    expect(rows.every(({ difference }) => difference !== null && Math.abs(difference) < 1e-4)).toBe(true);
  }, 60_000);

  test("the defect-free nightly variants, and those without an error", () => {
    const { gramsPerKwh, noise, expected } = loadGermany();
    const rows = variantRows(gridOf(gramsPerKwh, noise), [], expected, nothing).filter(
      ({ expected: one }) => one !== null,
    );
    expect(rows).toHaveLength(51);
    expect(greatestDifference(rows)).toBeLessThan(1e-4);
  }, 60_000);

  test("one day scaled changes the figures, and a wrong expected file is told by its differences", () => {
    const { gramsPerKwh, noise, expected } = loadGermany();
    const nightly = (grams: Float64Array, wanted = expected) =>
      publishedRows(gridOf(grams, noise), [{ start: 19, slots: 4 }], wanted, nothing).slice(1, 17);
    const scaled = gramsPerKwh.map((grams, slot) => (Math.floor(slot / 48) === 100 ? 1.5 * grams : grams));
    expect(greatestDifference(nightly(gramsPerKwh))).toBeLessThan(1e-4);
    expect(nightly(scaled).every(({ difference }) => Math.abs(difference ?? 0) > 1e-4)).toBe(true);
    const wrong = {
      ...expected,
      published_nightly_5pct: {
        savings_pct: expected.published_nightly_5pct.savings_pct.map((one) => one + 0.5),
      },
    };
    expect(
      nightly(gramsPerKwh, wrong).every(({ difference }) => Math.abs((difference ?? 0) + 0.5) < 1e-4),
    ).toBe(true);
  }, 60_000);
});

test.skipIf(absent).each(["CISO", "DE", "PJM"])(
  "day-ahead forecasts of %s as computed for this project (skipped without ../shared/data)",
  (region) => {
    const { startsAtMs, gramsPerKwh, forecast } = readSeries(
      file(`dacf/${region}_2021H2_actual_vs_forecast.csv`),
    );
    const result = dayAhead(
      { startsAtMs, actual: gramsPerKwh, forecast: forecast ?? new Float64Array() },
      nothing,
    );
    const wanted = csvRows("expected/day_ahead.csv").filter((row) => row["region"] === region);
    expect(wanted).toHaveLength(4);
    wanted.forEach((row, index) => {
      const ours = result.rows[index];
      expect(ours?.jobHours).toBe(Number(row["job_h"]));
      expect(result.days).toBe(Number(row["days"]));
      expect(Math.abs(result.mapePercent - Number(row["mape_pct"]))).toBeLessThan(0.01);
      const pairs = [
        [ours?.idealPercent, row["ideal_pct"]],
        [ours?.realisedPercent, row["realised_pct"]],
        [ours?.captured, row["captured"]],
        [ours?.interruptibleIdealPercent, row["int_ideal_pct"]],
        [ours?.interruptibleRealisedPercent, row["int_realised_pct"]],
      ] as const;
      for (const [actual, expected] of pairs) {
        expect(Math.abs((actual ?? Number.NaN) - Number(expected))).toBeLessThan(0.01);
      }
    });
  },
);

describe.skipIf(absent)("the ladder, Germany (skipped without ../shared/data)", () => {
  const { STARTS_AT_MS: from, ladder } = ladderOf;
  const rows = absent
    ? []
    : ladder(readHalfHours(file("lets-wait-awhile/ger_ci.csv"), from).gramsPerKwh, nothing);
  const line = (jobHours: number, maxDelayHours: number) =>
    rows.filter((row) => row.jobHours === jobHours && row.maxDelayHours === maxDelayHours);

  test("every row without noise to 0.01", () => {
    const wanted = csvRows("expected/ladder_de.csv");
    expect(wanted).toHaveLength(35);
    for (const row of wanted) {
      const ours = line(Number(row["job_h"]), Number(row["max_delay_h"])).find(
        ({ policy }) => policy === row["policy"],
      );
      expect(ours, row["policy"]).toBeDefined();
      expect(Math.abs((ours?.savingPercent ?? 0) - Number(row["saving_pct"]))).toBeLessThan(0.01);
      expect(Math.abs((ours?.meanWaitHours ?? 0) - Number(row["mean_wait_h"]))).toBeLessThan(0.01);
      expect(Math.abs((ours?.fallbackPercent ?? 0) - Number(row["fallback_pct"]))).toBeLessThan(0.01);
    }
  });

  test("the default policy, by its own forecaster, beats the simple rules on every line and misses no deadline", () => {
    const defaults = rows.filter(({ policy }) => policy === "default");
    expect(defaults).toHaveLength(7);
    for (const row of defaults) {
      const [fixedHours, fixedLimit] = line(row.jobHours, row.maxDelayHours);
      expect(row.savingPercent).toBeGreaterThan(fixedHours?.savingPercent ?? Infinity);
      expect(row.savingPercent).toBeGreaterThan(fixedLimit?.savingPercent ?? Infinity);
    }
    expect(rows.every(({ deadlineMisses }) => deadlineMisses === 0)).toBe(true);
    expect(line(1, 24).at(-1)?.captured).toBeGreaterThan(0.72);
  });
});

test
  .skipIf(absent)
  .each([
    "dacf/CISO_2020_2021_hourly_direct.csv",
    "dacf/PJM_2020_2021_hourly_direct.csv",
    "eia-2022/PJM_2022_hourly.csv",
  ])(
  "%s: our forecaster captures more than seasonal naive (skipped without ../shared/data)",
  (name) => {
    const { startsAtMs, stepMs, gramsPerKwh } = readSeries(file(name));
    const series = { startsAt: startsAtMs, stepMs, grams: gramsPerKwh, here: gramsPerKwh.length };
    const { rows, captured } = forecastSkill(series, nothing);
    expect(captured.ours).toBeGreaterThan(captured.seasonalNaive);
    expect(captured.defaultPolicy.ours).toBeGreaterThan(captured.defaultPolicy.seasonalNaive);
    expect(rows.every(({ maeOurs, maeSeasonalNaive }) => maeOurs < maeSeasonalNaive)).toBe(true);
  },
  60_000,
);

import { HOUR_MS } from "#server/domain/clock.ts";
import { backtest } from "#server/domain/backtest/backtest.ts";
import type { BacktestJob, Rule } from "#server/domain/backtest/input.ts";
import { truthOf } from "#server/domain/backtest/truth.ts";
import { HORIZON_MS } from "#server/domain/carbon/forecaster.ts";
import { rollForecast, type ForecastMatrix } from "#server/domain/carbon/rolling-forecast.ts";
import type { Series } from "#server/domain/carbon/series.ts";
import type { Record } from "./decisions.ts";
import { bestWindow, ruleOf } from "./rules.ts";
import { rollSeasonalNaive } from "./seasonal-naive.ts";

const HORIZON_HOURS = [1, 3, 6, 12, 24, 36, 48];
const JOB_HOURS = 1;
const MAX_DELAY_HOURS = 24;

export interface SkillRow {
  horizonHours: number;
  maeOurs: number;
  maeSeasonalNaive: number;
}

/** A year to learn, where there is more than one; else the first half. The slot from which on is judged. */
export function judgedFrom({ startsAt, stepMs, grams }: Series): number {
  const start = new Date(startsAt);
  const yearLater = Date.UTC(
    start.getUTCFullYear() + 1,
    start.getUTCMonth(),
    start.getUTCDate(),
    start.getUTCHours(),
    start.getUTCMinutes(),
  );
  const aYear = Math.round((yearLater - startsAt) / stepMs);
  return grams.length > 1.1 * aYear ? aYear : Math.floor(grams.length / 2);
}

/** Rolling origin: a forecast at every slot that is judged, each from the past alone. */
export function forecastSkill(series: Series, record: Record) {
  const { stepMs, grams } = series;
  const range = { from: judgedFrom(series), to: grams.length };
  const slots = HORIZON_MS / stepMs;
  const ours = rollForecast(series, range, slots);
  const naive = rollSeasonalNaive(series, range, slots);
  const rows = HORIZON_HOURS.map((horizonHours): SkillRow => {
    const ahead = (horizonHours * HOUR_MS) / stepMs - 1;
    const [maeOurs, maeSeasonalNaive] = errorsOf(grams, [ours, naive], ahead);
    return { horizonHours, maeOurs: maeOurs ?? Number.NaN, maeSeasonalNaive: maeSeasonalNaive ?? Number.NaN };
  });
  return { judgedFrom: range.from, rows, captured: capturedBy(series, range, { ours, naive }, record) };
}

/** Mean absolute error of each at the same origins: those where all of them and the truth are known. */
function errorsOf(grams: Float64Array, all: readonly ForecastMatrix[], ahead: number): number[] {
  const sums = all.map(() => 0);
  let count = 0;
  const { from, to, slots } = all[0] ?? { from: 0, to: 0, slots: 0 };
  for (let origin = from; origin < to; origin++) {
    const came = grams[origin + ahead] ?? Number.NaN;
    const errors = all.map(({ gramsPerKwh }) =>
      Math.abs((gramsPerKwh[(origin - from) * slots + ahead] ?? Number.NaN) - came),
    );
    if (errors.some((error) => Number.isNaN(error))) continue;
    errors.forEach((error, index) => (sums[index] = (sums[index] ?? 0) + error));
    count += 1;
  }
  return sums.map((sum) => sum / count);
}

/** What of the ideal saving the best window gets by each, and what the default policy does, which waits for no less than 5 %. */
function capturedBy(
  series: Series,
  { from, to }: { from: number; to: number },
  { ours, naive }: { ours: ForecastMatrix; naive: ForecastMatrix },
  record: Record,
) {
  const { startsAt, stepMs, grams } = series;
  const slots = (JOB_HOURS * HOUR_MS) / stepMs;
  const most = (MAX_DELAY_HOURS * HOUR_MS) / stepMs;
  const jobs: BacktestJob[] = [];
  for (let arrival = from; arrival + most + slots <= to; arrival += Math.max(1, HOUR_MS / stepMs))
    jobs.push({ arrival, earliest: arrival, latest: arrival + most, slots });
  const truth = truthOf(grams, jobs);
  const by = (forecasts: ForecastMatrix, name: string, rule: Rule, decideOnce: boolean): number => {
    const choose = { kind: "forecasts", forecasts, readings: grams } as const;
    const input = { startsAtMs: startsAt, stepMs, choose, account: grams, jobs, rule, decideOnce };
    const result = backtest(input, truth);
    record(name, input, result);
    return result.totals.captured ?? 0;
  };
  /** A policy may use it in two ways; the better one counts. */
  const byNaive = (rule: Rule): number =>
    Math.max(
      by(naive, "seasonal naive, re-decided", rule, false),
      by(naive, "seasonal naive, decided at arrival", rule, true),
    );
  return {
    ours: by(ours, "own forecaster", bestWindow, false),
    seasonalNaive: byNaive(bestWindow),
    jobHours: JOB_HOURS,
    maxDelayHours: MAX_DELAY_HOURS,
    defaultPolicy: {
      ours: by(ours, "own forecaster, default policy", ruleOf(), false),
      seasonalNaive: byNaive(ruleOf()),
    },
  };
}

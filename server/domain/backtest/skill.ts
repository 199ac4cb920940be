import { DAY_MS, HOUR_MS } from "../clock.ts";
import { HORIZON_MS } from "../carbon/forecaster.ts";
import { rollForecast, type ForecastMatrix } from "../carbon/rolling-forecast.ts";
import { rollSeasonalNaive } from "../carbon/seasonal-naive.ts";
import type { Series } from "../carbon/series.ts";
import { backtest, type BacktestResult } from "./backtest.ts";
import type { BacktestInput, Rule } from "./input.ts";
import { jobsBetween } from "./jobs.ts";
import { BEST_WINDOW, ruleOf } from "./rule.ts";
import { truthOf } from "./truth.ts";

/** Mean absolute errors at one horizon, g/kWh: of the slot that ends that long after the origin. */
export interface SkillRow {
  horizonHours: number;
  maeOurs: number;
  maeSeasonalNaive: number;
  pairs: number;
}
/** Shares of what perfect foresight saves. */
export interface Captured {
  ours: number;
  seasonalNaive: number;
}
export interface Skill {
  rows: SkillRow[];
  /** Of a 1 h Job an hour that may wait 24 h, by the best window; null where there was nothing to save. */
  captured: (Captured & { jobHours: 1; maxDelayHours: 24; defaultPolicy: Captured }) | null;
  from: Date;
  to: Date;
  origins: number;
}

export interface SkillOptions {
  /** Up to 48. */
  horizonsHours: readonly number[];
  /** The first slot that is judged; else three weeks are left to learn from. */
  from?: number;
  /** Each run under the shares, for whoever writes decisions down. */
  onBacktest?: (name: string, input: BacktestInput, result: BacktestResult) => void;
}

const LEARN_MS = 21 * DAY_MS;
const LEAST_JUDGED_MS = 2 * DAY_MS;
const JOB_HOURS = 1;
const MAX_DELAY_HOURS = 24;
/** Finer series are judged by the means of half hours: a year of five minutes is no better a judge. */
const LEAST_STEP_MS = HOUR_MS / 2;

/** Rolling origin: a forecast at every slot, and only what was over then is seen. Null when there is too little history. */
export function evaluateForecaster(given: Series, options: SkillOptions): Skill | null {
  const series = coarsened(given);
  const { startsAt, stepMs, here } = series;
  const from = options.from ?? Math.ceil(LEARN_MS / stepMs);
  if ((here - from) * stepMs < LEAST_JUDGED_MS || options.horizonsHours.length === 0) return null;
  const range = { from, to: here };
  const slots = Math.round(HORIZON_MS / stepMs);
  const ours = rollForecast(series, range, slots);
  const naive = rollSeasonalNaive(series, range, slots);
  return {
    rows: options.horizonsHours.flatMap((horizonHours) => rowOf(series, ours, naive, horizonHours) ?? []),
    captured: capturedBy(series, { ours, naive }, options.onBacktest),
    from: new Date(startsAt + from * stepMs),
    to: new Date(startsAt + here * stepMs),
    origins: here - from,
  };
}

/** At the same origins for both: those where both foresaw, and something came. */
function rowOf(
  { grams, stepMs }: Series,
  ours: ForecastMatrix,
  naive: ForecastMatrix,
  horizonHours: number,
): SkillRow | undefined {
  const ahead = Math.max(1, Math.round((horizonHours * HOUR_MS) / stepMs)) - 1;
  const sums = { ours: 0, naive: 0, pairs: 0 };
  for (let origin = ours.from; origin < ours.to; origin++) {
    const came = grams[origin + ahead] ?? Number.NaN;
    const at = (origin - ours.from) * ours.slots + ahead;
    const [off, naiveOff] = [ours, naive].map(({ gramsPerKwh }) =>
      Math.abs((gramsPerKwh[at] ?? Number.NaN) - came),
    );
    if (off === undefined || naiveOff === undefined || Number.isNaN(off + naiveOff)) continue;
    sums.ours += off;
    sums.naive += naiveOff;
    sums.pairs += 1;
  }
  if (sums.pairs === 0) return undefined;
  const { pairs } = sums;
  return { horizonHours, maeOurs: sums.ours / pairs, maeSeasonalNaive: sums.naive / pairs, pairs };
}

function capturedBy(
  series: Series,
  { ours, naive }: { ours: ForecastMatrix; naive: ForecastMatrix },
  onBacktest: SkillOptions["onBacktest"],
): Skill["captured"] {
  const { startsAt, stepMs, grams, here } = series;
  const plan = { everyMs: HOUR_MS, durationMs: JOB_HOURS * HOUR_MS, maxDelayMs: MAX_DELAY_HOURS * HOUR_MS };
  const jobs = jobsBetween(ours.from, here, stepMs, plan);
  const truth = truthOf(grams, jobs);
  const by = (forecasts: ForecastMatrix, name: string, rule: Rule, decideOnce = false) => {
    const choose = { kind: "forecasts", forecasts, readings: grams } as const;
    const input = { startsAtMs: startsAt, stepMs, choose, account: grams, jobs, rule, decideOnce };
    const result = backtest(input, truth);
    onBacktest?.(name, input, result);
    return result.totals.captured;
  };
  const sharesOf = (rule: Rule, suffix: string) => ({
    ours: by(ours, `own forecaster${suffix}`, rule),
    // a policy may use it in two ways; the better one counts
    seasonalNaive: Math.max(
      by(naive, `seasonal naive, re-decided${suffix}`, rule) ?? 0,
      by(naive, `seasonal naive, decided at arrival${suffix}`, rule, true) ?? 0,
    ),
  });
  const best = sharesOf(BEST_WINDOW, "");
  const byDefault = sharesOf(ruleOf(), ", default policy");
  if (best.ours === null || byDefault.ours === null) return null;
  return {
    ours: best.ours,
    seasonalNaive: best.seasonalNaive,
    jobHours: JOB_HOURS,
    maxDelayHours: MAX_DELAY_HOURS,
    defaultPolicy: { ours: byDefault.ours, seasonalNaive: byDefault.seasonalNaive },
  };
}

/** Means of half hours; one with no reading in it is NaN. */
function coarsened(given: Series): Series {
  const { startsAt, stepMs, here } = given;
  const series = { ...given, grams: given.grams.subarray(0, here) };
  const share = Math.round(LEAST_STEP_MS / stepMs);
  if (share <= 1) return series;
  const grams = Float64Array.from({ length: Math.floor(here / share) }, (_, slot) => {
    const known = series.grams
      .subarray(slot * share, (slot + 1) * share)
      .filter((value) => !Number.isNaN(value));
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  });
  return { startsAt, stepMs: stepMs * share, grams, here: grams.length };
}

import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { backtest } from "#server/domain/backtest/backtest.ts";
import type { BacktestJob, Choose, Rule } from "#server/domain/backtest/input.ts";
import { truthOf } from "#server/domain/backtest/truth.ts";
import { HORIZON_MS } from "#server/domain/carbon/forecaster.ts";
import { rollForecast, type ForecastMatrix } from "#server/domain/carbon/rolling-forecast.ts";
import type { Record } from "./decisions.ts";
import { bestWindow, interruptible, ruleOf } from "./rules.ts";

/** The first row that is read: a week of readings before the first arrival, and a day more. */
export const STARTS_AT_MS = Date.UTC(2019, 11, 24);
export const STEP_MS = HOUR_MS / 2;
const FIRST_ARRIVAL = (8 * DAY_MS) / STEP_MS;
export const ARRIVALS = 5_856;
const EVERY_SLOTS = 3;
/** Job length and longest wait, h. */
const LINES = [
  [1, 6],
  [1, 12],
  [1, 24],
  [2, 12],
  [4, 12],
  [4, 24],
  [8, 24],
] as const;

export interface LadderRow {
  jobHours: number;
  maxDelayHours: number;
  policy: string;
  savingPercent: number;
  meanWaitHours: number;
  fallbackPercent: number;
  captured: number | null;
  deadlineMisses: number;
}

export function ladderJobs(jobHours: number, maxDelayHours: number): BacktestJob[] {
  const slots = (jobHours * HOUR_MS) / STEP_MS;
  const most = (maxDelayHours * HOUR_MS) / STEP_MS;
  return Array.from({ length: ARRIVALS }, (_, index) => {
    const arrival = FIRST_ARRIVAL + EVERY_SLOTS * index;
    return { arrival, earliest: arrival, latest: arrival + most, slots };
  });
}

const PERFECT: readonly (readonly [string, Rule])[] = [
  [
    "static window 10-16h + maxDelay",
    ruleOf({ strategy: "static", greenFrom: "10:00", greenUntil: "16:00" }),
  ],
  ["fixed 200 g + maxDelay", ruleOf({ strategy: "threshold", maxIntensity: 200 })],
  ["trailing-7d p30 + maxDelay", ruleOf({ strategy: "percentile", percentile: 30 })],
  ["best window, perfect", bestWindow],
  ["interruptible, perfect", interruptible],
];

/** What the forecaster of the product foresaw at every slot at which a job of the ladder may wait. */
export function ladderForecasts(gramsPerKwh: Float64Array): ForecastMatrix {
  const series = { startsAt: STARTS_AT_MS, stepMs: STEP_MS, grams: gramsPerKwh, here: gramsPerKwh.length };
  const to = FIRST_ARRIVAL + EVERY_SLOTS * ARRIVALS + DAY_MS / STEP_MS;
  return rollForecast(series, { from: FIRST_ARRIVAL, to }, HORIZON_MS / STEP_MS);
}

/** The simple rules, perfect knowledge, and the product's own default with its own forecaster, which knows the past alone. */
export function ladder(
  gramsPerKwh: Float64Array,
  record: Record,
  forecasts = ladderForecasts(gramsPerKwh),
): LadderRow[] {
  const known: Choose = { kind: "known", gramsPerKwh };
  const foreseen: Choose = { kind: "forecasts", forecasts, readings: gramsPerKwh };
  return LINES.flatMap(([jobHours, maxDelayHours]) => {
    const jobs = ladderJobs(jobHours, maxDelayHours);
    const truth = truthOf(gramsPerKwh, jobs);
    const rowOf = (policy: string, rule: Rule, choose: Choose): LadderRow => {
      const input = { startsAtMs: STARTS_AT_MS, stepMs: STEP_MS, choose, account: gramsPerKwh, jobs, rule };
      const result = backtest(input, truth);
      record(`${policy}, ${jobHours} h, ${maxDelayHours} h`, input, result);
      const { savingPercent, meanDelayHours, fallbackPercent, captured, deadlineMisses } = result.totals;
      return {
        jobHours,
        maxDelayHours,
        policy,
        savingPercent,
        meanWaitHours: meanDelayHours,
        fallbackPercent: Math.round(10 * fallbackPercent) / 10, // as the table of expected values tells it
        captured,
        deadlineMisses,
      };
    };
    return [
      ...PERFECT.map(([policy, rule]) => rowOf(policy, rule, known)),
      rowOf("default", ruleOf(), foreseen),
    ];
  });
}

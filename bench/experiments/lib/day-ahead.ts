import { HOUR_MS } from "#server/domain/clock.ts";
import { backtest } from "#server/domain/backtest/backtest.ts";
import type { BacktestJob, Rule } from "#server/domain/backtest/input.ts";
import { truthOf } from "#server/domain/backtest/truth.ts";
import type { Record } from "./decisions.ts";
import { bestWindow, interruptible } from "./rules.ts";

const HOURS = 24;
const JOB_HOURS = [1, 2, 4, 8];

/** Actual values and the forecasts published the day before, hourly, whole UTC days. */
export interface DayAhead {
  startsAtMs: number;
  actual: Float64Array;
  forecast: Float64Array;
}

export interface DayAheadRow {
  jobHours: number;
  idealPercent: number;
  realisedPercent: number;
  captured: number | null;
  interruptibleIdealPercent: number;
  interruptibleRealisedPercent: number;
}

/** A job arrives every hour and ends by midnight UTC. */
const jobsOf = (days: number, slots: number): BacktestJob[] =>
  Array.from({ length: days * HOURS }, (_, arrival) => {
    const latest = HOURS * (Math.floor(arrival / HOURS) + 1) - slots;
    return { arrival, earliest: arrival, latest, slots };
  }).filter(({ arrival, latest }) => arrival <= latest);

/** What a real forecast saves beside what perfect knowledge would. */
export function dayAhead(data: DayAhead, record: Record) {
  const { startsAtMs, actual, forecast } = data;
  const days = Math.floor(actual.length / HOURS);
  const rows = JOB_HOURS.map((jobHours): DayAheadRow => {
    const jobs = jobsOf(days, jobHours);
    const truth = truthOf(actual, jobs);
    const totals = (gramsPerKwh: Float64Array, rule: Rule, name: string) => {
      const choose = { kind: "known", gramsPerKwh } as const;
      const input = { startsAtMs, stepMs: HOUR_MS, choose, account: actual, jobs, rule };
      const result = backtest(input, truth);
      record(`${jobHours} h, ${name}`, input, result);
      return result.totals;
    };
    const ideal = totals(actual, bestWindow, "perfect");
    const realised = totals(forecast, bestWindow, "day-ahead forecast");
    return {
      jobHours,
      idealPercent: ideal.savingPercent,
      realisedPercent: realised.savingPercent,
      captured: ideal.savingPercent > 0 ? realised.savingPercent / ideal.savingPercent : null,
      interruptibleIdealPercent: totals(actual, interruptible, "interruptible, perfect").savingPercent,
      interruptibleRealisedPercent: totals(forecast, interruptible, "interruptible, day-ahead forecast")
        .savingPercent,
    };
  });
  return { days, mapePercent: mapeOf(actual, forecast), rows };
}

/** Mean absolute percentage error, where both values are known. */
function mapeOf(actual: Float64Array, forecast: Float64Array): number {
  const errors = Array.from(
    actual,
    (grams, slot) => Math.abs((forecast[slot] ?? Number.NaN) - grams) / grams,
  ).filter((error) => Number.isFinite(error));
  return (100 * errors.reduce((sum, error) => sum + error, 0)) / errors.length;
}

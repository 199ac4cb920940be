import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { backtest } from "#server/domain/backtest/backtest.ts";
import type { BacktestJob, Rule } from "#server/domain/backtest/input.ts";
import { truthOf } from "#server/domain/backtest/truth.ts";
import type { Record } from "./decisions.ts";
import { bestWindow, interruptible } from "./rules.ts";

/*
 * "Let's Wait Awhile" (Wiesner et al., Middleware'21, doi 10.1145/3464298.3493399). Its quirks are in the Jobs made here and in the
 * averaging; what chooses and accounts is the product's backtest.
 */
export const STARTS_AT_MS = Date.UTC(2020, 0, 1);
export const STEP_MS = HOUR_MS / 2;
const SLOTS_A_DAY = DAY_MS / STEP_MS;
export const SEEDS = 10;
const DRAWS_A_SEED = 18_000;
const DAYS = 365;

/** Standard normal draws from row-major, little-endian float64: of each seed 18,000. */
export const noiseOf = (bytes: Buffer): Float64Array[] =>
  Array.from({ length: SEEDS }, (_, seed) =>
    Float64Array.from({ length: DRAWS_A_SEED }, (_draw, slot) =>
      bytes.readDoubleLE(8 * (seed * DRAWS_A_SEED + slot)),
    ),
  );

/** What was emitted, and what each seed foresees at an error; without one all foresee the truth, so one stands for all. */
export interface Grid {
  gramsPerKwh: Float64Array;
  forecasts: (error: number) => Float64Array[];
}

export function gridOf(gramsPerKwh: Float64Array, noise: readonly Float64Array[]): Grid {
  const mean = gramsPerKwh.reduce((sum, grams) => sum + grams, 0) / gramsPerKwh.length;
  const made = new Map<number, Float64Array[]>([[0, [gramsPerKwh]]]);
  return {
    gramsPerKwh,
    forecasts(error) {
      const forecasts =
        made.get(error) ??
        noise.map((draws) =>
          gramsPerKwh.map((grams, slot) => grams + error * mean * (draws[slot] ?? Number.NaN)),
        );
      made.set(error, forecasts);
      return forecasts;
    },
  };
}

/** Sum of slots used, g/kWh, mean over the seeds. */
function usedGrams(
  grid: Grid,
  jobs: BacktestJob[],
  rule: Rule,
  error: number,
  name: string,
  record: Record,
): number {
  const truth = truthOf(grid.gramsPerKwh, jobs);
  const sums = grid.forecasts(error).map((gramsPerKwh, seed) => {
    const choose = { kind: "known", gramsPerKwh } as const;
    const input = {
      startsAtMs: STARTS_AT_MS,
      stepMs: STEP_MS,
      choose,
      account: grid.gramsPerKwh,
      jobs,
      rule,
    };
    const result = backtest(input, truth);
    record(`${name} seed ${seed}`, input, result);
    return result.totals.grams * (HOUR_MS / STEP_MS);
  });
  return sums.reduce((sum, grams) => sum + grams, 0) / sums.length;
}

/** A job at 01:00 of each day that may start up to `window` slots earlier or later. As published, day 0 is left out where it would begin before the series. */
const nightlyJobs = (window: number, published: boolean): BacktestJob[] =>
  Array.from({ length: DAYS }, (_, day) => {
    const arrival = SLOTS_A_DAY * day + 2;
    return { arrival, earliest: arrival - window, latest: arrival + window, slots: 1 };
  })
    .filter(({ earliest }) => !published || earliest >= 0)
    .map((job) => ({ ...job, earliest: Math.max(0, job.earliest) }));

/** Percent saved by each window of 0..16 slots. As published, the sum is divided by 365 though a job may be left out. */
export function nightlySavings(grid: Grid, error: number, published: boolean, record: Record): number[] {
  const intensities = Array.from({ length: 17 }, (_, window) => {
    const name = `nightly +-${window}, error ${error}${published ? "" : ", defect-free"}`;
    return usedGrams(grid, nightlyJobs(window, published), bestWindow, error, name, record) / DAYS;
  });
  return intensities.map((intensity) => 100 * (1 - intensity / (intensities[0] ?? Number.NaN)));
}

export interface MlJob {
  start: number;
  slots: number;
}
export type Deadline = "next_workday" | "semi_weekly";

const slotAt9 = (day: number) => SLOTS_A_DAY * day + 18;
/** 2020-01-01 was a Wednesday; Monday is 0. */
const weekdayOf = (day: number) => (day + 2) % 7;

/** The slot until which a job that would end at `end` may end. */
function deadlineOf(end: number, deadline: Deadline, published: boolean): number {
  const day = Math.floor(end / SLOTS_A_DAY);
  const hour = (end % SLOTS_A_DAY) / 2;
  return deadline === "next_workday" ? nextWorkday(end, day, hour, published) : semiWeekly(day, hour);
}

/** 09:00 of the next workday when it would end outside 9 to 17 h; as published, Friday evening is given until Saturday. */
function nextWorkday(end: number, day: number, hour: number, published: boolean): number {
  const weekday = weekdayOf(day);
  if (weekday === 5) return slotAt9(day + 2);
  if (!published && weekday === 4 && hour > 17) return slotAt9(day + 3);
  if (weekday === 6 || hour > 17) return slotAt9(day + 1);
  return hour < 9 ? slotAt9(day) : end;
}

/** The next Thursday or Monday, 09:00. */
function semiWeekly(day: number, hour: number): number {
  const weekday = weekdayOf(day);
  const hours = weekday * 24 + hour;
  if (hours > 9 && hours <= 3 * 24 + 9) return slotAt9(day + 3 - weekday);
  return slotAt9(day + (hours <= 9 ? 0 : 7 - weekday));
}

/** As published every job has one start more than its deadline allows, the baseline's included; the baseline knows no error. */
function mlJobs(jobs: readonly MlJob[], deadline: Deadline | undefined, published: boolean): BacktestJob[] {
  return jobs.map(({ start, slots }) => {
    const end = start + slots;
    const extra = deadline ? Math.max(0, deadlineOf(end, deadline, published) - end) : 0;
    return { arrival: start, earliest: start, latest: start + extra + (published ? 1 : 0), slots };
  });
}

export function mlSaving(
  grid: Grid,
  jobs: readonly MlJob[],
  variant: { deadline: Deadline; splits: boolean; error: number; published: boolean },
  record: Record,
): number {
  const { deadline, splits, error, published } = variant;
  const name = `ml ${deadline}_${splits ? "i" : "ni"}_${error}${published ? "" : ", defect-free"}`;
  const rule = splits ? interruptible : bestWindow;
  const used = usedGrams(grid, mlJobs(jobs, deadline, published), rule, error, name, record);
  const base = usedGrams(
    grid,
    mlJobs(jobs, undefined, published),
    bestWindow,
    0,
    `${name}, baseline`,
    record,
  );
  return 100 * (1 - used / base);
}

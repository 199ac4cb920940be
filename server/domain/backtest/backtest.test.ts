import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { HORIZON_MS } from "../carbon/forecaster.ts";
import { rollForecast } from "../carbon/rolling-forecast.ts";
import { randomFrom } from "../job/testing.ts";
import { backtest } from "./backtest.ts";
import type { BacktestInput, BacktestJob } from "./input.ts";
import { jobsBetween } from "./jobs.ts";
import { rangeBest } from "./range-best.ts";
import { START_REASONS } from "./input.ts";
import { study, type StudyRequest } from "./study.ts";
import { totalsOf } from "./totals.ts";
import { STARTS_AT_MS, randomSeries, ruleOf } from "./testing.ts";

const job = (earliest: number, latest: number, slots = 1): BacktestJob => ({
  arrival: earliest,
  earliest,
  latest,
  slots,
});

function run(choose: number[], jobs: BacktestJob[], change: Partial<BacktestInput> = {}) {
  const grams = Float64Array.from(choose);
  return backtest({
    startsAtMs: STARTS_AT_MS,
    stepMs: HOUR_MS,
    choose: { kind: "known", gramsPerKwh: grams },
    account: grams,
    jobs,
    rule: ruleOf({ minSavingPercent: 0 }),
    ...change,
  });
}

describe("what a backtest tells", () => {
  test("starts, grams, delay and what they are measured against", () => {
    const { trace, totals } = run([300, 200, 100, 400], [job(0, 3), job(1, 1)]);
    expect([...trace.starts]).toEqual([2, 1]);
    expect(totals).toMatchObject({
      jobs: 2,
      unknownJobs: 0,
      grams: 300,
      gramsAtOnce: 500,
      savingPercent: 40,
      idealPercent: 40,
      captured: 1,
      meanDelayHours: 1,
      deadlineMisses: 0,
    });
    expect(totals.savingOverWorstPercent).toBeCloseTo(100 * (1 - 300 / 600));
    expect(totals.savingOverMedianPercent).toBeCloseTo(100 * (1 - 300 / 450));
  });

  test("it chooses by one series and accounts by another", () => {
    const { totals } = run([300, 100, 200], [job(0, 2)], { account: Float64Array.of(300, 250, 150) });
    expect(totals).toMatchObject({ grams: 250, gramsAtOnce: 300, idealPercent: 50 });
    expect(totals.captured).toBeCloseTo(1 / 3);
  });

  test("a half hour at 1 kW is half of its g/kWh", () => {
    expect(run([300, 100], [job(0, 1)], { stepMs: HOUR_MS / 2 }).totals).toMatchObject({
      grams: 50,
      meanDelayHours: 0.5,
    });
  });

  test("a gap is never free: such a Job is counted as unknown, and nothing is chosen behind it", () => {
    const { trace, totals } = run([300, 200, Number.NaN, 1], [job(0, 3), job(2, 3)]);
    expect([...trace.starts]).toEqual([1, 2]);
    expect(totals).toMatchObject({ jobs: 2, unknownJobs: 1, grams: 200 });
  });

  test("one that runs out of the series is unknown too", () => {
    expect(run([300, 200], [job(1, 4, 3)]).totals).toMatchObject({
      jobs: 1,
      unknownJobs: 1,
      savingPercent: 0,
      captured: null,
    });
  });

  test("without a Job all is nought", () => {
    expect(run([300], []).totals).toMatchObject({ jobs: 0, grams: 0, captured: null, meanDelayHours: 0 });
  });

  test("a limit that is never met ends at the latest start, as a fallback", () => {
    const rule = ruleOf({ strategy: "threshold", maxIntensity: 50 });
    const { trace, totals } = run([300, 200, 100, 40], [job(0, 2), job(1, 3)], { rule });
    expect([...trace.starts]).toEqual([2, 3]);
    expect([...trace.fallbacks]).toEqual([1, 0]);
    expect(totals.fallbackPercent).toBe(50);
    expect(START_REASONS[trace.reasons[0] ?? 0]).toBe("LatestStartReached");
  });

  test("an interruptible run ends when its last stretch does", () => {
    const rule = ruleOf({ strategy: "interruptible", minSavingPercent: 0, minimumChunkMs: HOUR_MS });
    const { trace, totals } = run([300, 100, 300, 90, 300], [job(0, 3, 2)], { rule });
    expect([trace.starts[0], trace.ends[0]]).toEqual([1, 4]);
    expect(totals).toMatchObject({ grams: 190, meanDelayHours: 2, idealPercent: totals.savingPercent });
  });
});

test("a start after the latest, or an end after the one it allows, would be counted as a missed deadline", () => {
  const jobs = [job(0, 3), job(0, 3, 2), job(0, 3, 2)];
  const { trace, bounds } = run([300, 200, 100, 400, 100, 100], jobs);
  expect(totalsOf(jobs, trace, bounds, HOUR_MS).deadlineMisses).toBe(0);
  trace.starts[0] = 4;
  trace.ends[1] = 6;
  expect(totalsOf(jobs, trace, bounds, HOUR_MS).deadlineMisses).toBe(2);
});

test("by a forecast, changing any value after a decision's instant changes no decision", () => {
  const random = randomFrom(9);
  const grams = randomSeries(random, 24 * 40, HOUR_MS, 0.01);
  const jobs = jobsBetween(24 * 22, 24 * 38, HOUR_MS, {
    everyMs: 5 * HOUR_MS,
    durationMs: 2 * HOUR_MS,
    maxDelayMs: 20 * HOUR_MS,
  });
  const starts = (values: Float64Array) => {
    const series = { startsAt: STARTS_AT_MS, stepMs: HOUR_MS, grams: values, here: values.length };
    const forecasts = rollForecast(series, { from: 24 * 22, to: values.length }, HORIZON_MS / HOUR_MS);
    const choose = { kind: "forecasts", forecasts, readings: values } as const;
    const { trace } = backtest({
      startsAtMs: STARTS_AT_MS,
      stepMs: HOUR_MS,
      choose,
      account: values,
      jobs,
      rule: ruleOf(),
    });
    return trace.starts;
  };
  const before = starts(grams);
  for (let round = 0; round < 6; round++) {
    const from = 24 * 22 + Math.floor(random() * 24 * 16);
    const after = starts(grams.map((value, slot) => (slot < from ? value : 900 * random())));
    before.forEach((start, index) => {
      if (start <= from) expect(after[index]).toBe(start);
      else expect(after[index]).toBeGreaterThan(from);
    });
    expect(after).not.toEqual(before);
  }
});

function drive(request: StudyRequest) {
  const shares: number[] = [];
  const steps = study(request);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return { shares, result: step.value };
    shares.push(step.value);
  }
}

test("a study tells how far it is, and pays for its forecasts once", () => {
  const grams = randomSeries(randomFrom(4), 24 * 60, HOUR_MS, 0);
  const series = { startsAt: STARTS_AT_MS, stepMs: HOUR_MS, grams, here: grams.length };
  const jobs = jobsBetween(24 * 15, grams.length, HOUR_MS, {
    everyMs: 6 * HOUR_MS,
    durationMs: HOUR_MS,
    maxDelayMs: 12 * HOUR_MS,
  });
  const first = drive({ series, jobs, rule: ruleOf() });
  expect(first.shares[0]).toBe(0);
  expect(first.shares).toHaveLength(2);
  const again = drive({ series, jobs, rule: ruleOf(), forecasts: first.result.forecasts });
  expect(again.shares).toEqual([]);
  expect(again.result.trace).toEqual(first.result.trace);
  const whole = rollForecast(series, first.result.forecasts, first.result.forecasts.slots);
  expect(first.result.forecasts.gramsPerKwh).toEqual(whole.gramsPerKwh);
  expect(first.result.forecasts.high).toBeUndefined();
  const careful = drive({ series, jobs, rule: ruleOf({ uncertaintyMargin: 1 }) });
  expect(careful.result.forecasts.high).toHaveLength(whole.gramsPerKwh.length);
});

test("the queue finds the first of the lowest, also when ranges go back", () => {
  const random = randomFrom(2);
  const values = Float64Array.from({ length: 200 }, () =>
    random() < 0.1 ? Infinity : Math.floor(random() * 8),
  );
  const best = rangeBest(values);
  let from = 0;
  for (let round = 0; round < 400; round++) {
    from = Math.max(0, Math.min(190, from + Math.floor(random() * 6) - (round % 7 === 0 ? 9 : 0)));
    const to = from + Math.floor(random() * 12);
    const range = [...values.subarray(from, to + 1)];
    expect(best(from, to)).toBe(from + range.indexOf(Math.min(...range)));
  }
});

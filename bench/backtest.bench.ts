import { backtest } from "#server/domain/backtest/backtest.ts";
import type { BacktestInput, Choose, Rule } from "#server/domain/backtest/input.ts";
import { truthOf } from "#server/domain/backtest/truth.ts";
import { HORIZON_MS } from "#server/domain/carbon/forecaster.ts";
import { rollForecast } from "#server/domain/carbon/rolling-forecast.ts";
import { byNumpy } from "./backtest/numpy.ts";
import { scanForecasts, scanKnown } from "./backtest/scan.ts";
import {
  JOBS,
  STARTS_AT_MS,
  STEP_MS,
  forecastRange,
  randomFrom,
  syntheticGrid,
  yearOfJobs,
} from "./backtest/year.ts";
import { provenanceOf } from "./experiments/lib/provenance.ts";
import { bestWindow, ruleOf } from "./experiments/lib/rules.ts";
import { measure, option, progress, report } from "./report.ts";

/** Median of several runs after some that warm up, ms. */
function timed(runs: number, run: () => unknown): number {
  for (let i = 0; i < Math.min(runs, 10); i++) run();
  const times = Array.from({ length: runs }, () => {
    const begin = performance.now();
    run();
    return performance.now() - begin;
  }).toSorted((a, b) => a - b);
  return times[runs >> 1] ?? Number.NaN;
}

/** One year of half hours, 5,856 jobs, one policy: ours, a straightforward scan, and numpy where there is one. */
await measure(async () => {
  const seed = option("seed", 20_260_101);
  const grams = syntheticGrid(seed);
  const random = randomFrom(seed + 1);
  const foreseen = grams.map((value) => value * (0.95 + 0.1 * random()));
  const jobs = yearOfJobs();
  const truth = truthOf(grams, jobs);
  truth.bounds(0); // what could have been emitted is the same for every policy: made once
  const inputOf = (choose: Choose, rule: Rule): BacktestInput => ({
    startsAtMs: STARTS_AT_MS,
    stepMs: STEP_MS,
    choose,
    account: grams,
    jobs,
    rule,
  });

  const given = inputOf({ kind: "known", gramsPerKwh: foreseen }, bestWindow);
  const givenMs = timed(51, () => backtest(given, truth));
  const scanMs = timed(51, () => scanKnown(foreseen, grams, jobs));
  assertSame(backtest(given, truth).trace.starts, scanKnown(foreseen, grams, jobs).starts);

  const series = { startsAt: STARTS_AT_MS, stepMs: STEP_MS, grams, here: grams.length };
  const roll = () => rollForecast(series, forecastRange(), HORIZON_MS / STEP_MS);
  progress("Making the forecasts of a year anew, three times.");
  const forecasts = roll();
  const redecide = inputOf({ kind: "forecasts", forecasts, readings: grams }, ruleOf());
  const redecideMs = timed(15, () => backtest(redecide, truth));
  const redecideScanMs = timed(7, () => scanForecasts(forecasts, grams, jobs));
  const wholeMs = timed(3, () =>
    backtest(inputOf({ kind: "forecasts", forecasts: roll(), readings: grams }, ruleOf()), truth),
  );

  const numpy = byNumpy(foreseen, grams, jobs);
  if (!numpy) progress("There is no python3 with numpy here; ratioToNumpy is null.");
  const { totals } = backtest(redecide, truth);
  report(
    {
      millisecondsPerPolicy: wholeMs,
      millisecondsPerPolicyGivenForecast: givenMs,
      ratioToScan: scanMs / givenMs,
      ratioToNumpy: numpy ? numpy.milliseconds / givenMs : null,
      millisecondsPerPolicyRedecidedOnGivenForecasts: redecideMs,
      ratioToScanRedecided: redecideScanMs / redecideMs,
      millisecondsScan: scanMs,
      millisecondsNumpy: numpy?.milliseconds ?? null,
      deadlineMisses: totals.deadlineMisses,
      ...provenanceOf([], { jobs: JOBS, halfHours: grams.length, jobHours: 1, maxDelayHours: 24 }, seed),
    },
    [
      [
        "default policy, own forecaster refitted and re-decided as it rolls",
        `${wholeMs.toFixed(0)} ms a policy`,
      ],
      ["the same on forecasts kept from before", `${redecideMs.toFixed(2)} ms a policy`],
      [
        "  against a scan that decides each job again in each slot",
        `${(redecideScanMs / redecideMs).toFixed(1)} times as fast`,
      ],
      ["best window on a given forecast", `${givenMs.toFixed(2)} ms a policy`],
      ["  against a scan of each job's starts", `${(scanMs / givenMs).toFixed(1)} times as fast`],
      [
        "  against numpy",
        numpy ? `${(numpy.milliseconds / givenMs).toFixed(1)} times as fast` : "no numpy here",
      ],
    ],
  );
  return true;
});

function assertSame(ours: Int32Array, scanned: Int32Array): void {
  const other = ours.findIndex((start, index) => start !== scanned[index]);
  if (other !== -1)
    throw new Error(`The scan starts job ${other} elsewhere: the two do not do the same work.`);
}

import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { STRATEGIES } from "../policy/spec.ts";
import { backtest } from "./backtest.ts";
import { START_REASONS, type BacktestInput, type BacktestJob, type Choose, type Rule } from "./input.ts";
import { STARTS_AT_MS, fold, randomForecasts, randomSeries, ruleOf } from "./testing.ts";
import { randomFrom } from "../job/testing.ts";

const SLOTS = 120;

function randomJob(random: () => number): BacktestJob {
  const earliest = 30 + Math.floor(random() * 50);
  const latest = earliest + Math.floor(random() * 30);
  return { arrival: earliest, earliest, latest, slots: 1 + Math.floor(random() * 7) };
}

function randomRule(random: () => number, strategy: Rule["strategy"], stepMs: number): Rule {
  const needsLimit = strategy === "threshold";
  return ruleOf({
    strategy,
    maxIntensity: needsLimit || random() < 0.2 ? Math.round(100 + 150 * random()) : undefined,
    minSavingPercent: random() < 0.4 ? 0 : Math.floor(random() * 20),
    percentile: 1 + Math.floor(random() * 99),
    percentileOf: random() < 0.5 ? "forecast" : "trailing-week",
    timeZone: random() < 0.5 ? "UTC" : "Europe/Berlin",
    greenFrom: random() < 0.5 ? "10:00" : "22:15",
    minimumChunkMs: (random() < 0.5 ? 0.5 : 1 + Math.floor(random() * 4)) * stepMs,
    uncertaintyMargin: random() < 0.5 ? 0 : random(),
  });
}

function randomChoose(random: () => number, truth: Float64Array, kind: Choose["kind"]): Choose {
  if (kind === "known") return { kind, gramsPerKwh: truth };
  return { kind, readings: truth, forecasts: randomForecasts(random, truth, 20 + Math.floor(random() * 30)) };
}

const cases = STRATEGIES.flatMap((strategy) =>
  (["known", "forecasts"] as const).map((kind) => [strategy, kind] as const),
);

test.each(cases)(
  "%s by %s: decide(), folded over time, starts and ends where the backtest says",
  (strategy, kind) => {
    const random = randomFrom(STRATEGIES.indexOf(strategy) + 11);
    for (let round = 0; round < 60; round++) {
      const stepMs = random() < 0.5 ? HOUR_MS : HOUR_MS / 2;
      const truth = randomSeries(random, SLOTS, stepMs, [0, 0.03, 0.2][round % 3] ?? 0);
      const input: BacktestInput = {
        startsAtMs: STARTS_AT_MS,
        stepMs,
        choose: randomChoose(random, truth, kind),
        account: truth,
        jobs: Array.from({ length: 8 }, () => randomJob(random)),
        rule: randomRule(random, strategy, stepMs),
      };
      const { trace } = backtest(input);
      const told = input.jobs.map((_, index) => ({
        start: trace.starts[index],
        end: trace.ends[index],
        reason: START_REASONS[trace.reasons[index] ?? 0],
      }));
      expect(
        told,
        `round ${round}: ${JSON.stringify({ ...input, account: undefined, choose: undefined })}`,
      ).toEqual(input.jobs.map((job) => fold(input, job)));
    }
  },
);

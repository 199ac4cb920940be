import { DAY_MS, HOUR_MS } from "../clock.ts";
import type { ForecastMatrix } from "../carbon/rolling-forecast.ts";
import type { Forecast } from "../carbon/forecast.ts";
import type { CarbonSignal } from "../carbon/signal.ts";
import { decide } from "../job/decide.ts";
import type { Decision } from "../job/decision.ts";
import { policyOf } from "../job/testing.ts";
import type { BacktestInput, BacktestJob, Choose, Rule } from "./input.ts";

export const STARTS_AT_MS = Date.UTC(2026, 0, 5);

export const ruleOf = (change: Partial<Rule> = {}): Rule => policyOf(change);

/** A day that is clean at noon, with noise; some slots unknown. */
export function randomSeries(
  random: () => number,
  slots: number,
  stepMs: number,
  gapShare: number,
): Float64Array {
  const digits = random() < 0.5 ? 1 : 10; // whole grams make ties
  return Float64Array.from({ length: slots }, (_, slot) => {
    if (random() < gapShare) return Number.NaN;
    const wave = Math.cos((2 * Math.PI * slot * stepMs) / DAY_MS);
    return Math.round((220 + 120 * wave + 80 * random()) * digits) / digits;
  });
}

/** What might have been foreseen of it, the further ahead the worse; with a band above. */
export function randomForecasts(random: () => number, truth: Float64Array, slots: number): ForecastMatrix {
  const gramsPerKwh = new Float64Array(truth.length * slots);
  const high = new Float64Array(truth.length * slots);
  for (let origin = 0; origin < truth.length; origin++) {
    const unknown = random() < 0.05 ? 0 : random() < 0.1 ? Math.floor(random() * slots) : slots;
    for (let ahead = 0; ahead < slots; ahead++) {
      const grams = (truth[origin + ahead] ?? 200) + (random() - 0.5) * 3 * ahead;
      const index = origin * slots + ahead;
      gramsPerKwh[index] = ahead < unknown ? Math.max(0, Math.round(grams)) : Number.NaN;
      high[index] = (gramsPerKwh[index] ?? 0) + 2 * ahead;
    }
  }
  return { from: 0, to: truth.length, slots, gramsPerKwh, high };
}

/** Where decide() itself starts and ends a Job when the release loop asks it at every slot. */
export function fold(input: BacktestInput, job: BacktestJob): { start: number; end: number; reason: string } {
  const { choose, rule, stepMs } = input;
  const at = (slot: number) => new Date(input.startsAtMs + slot * stepMs);
  const splits = rule.strategy === "interruptible";
  let previous: Decision | undefined;
  let ran = 0;
  let since = -1;
  let start = -1;
  let reason = "";
  for (let slot = job.earliest; ; slot++) {
    const decision = decide({
      job: {
        submittedAt: at(job.earliest),
        durationMs: job.slots * stepMs,
        latestStart: at(job.latest + ran),
        ...(splits && { ranMs: ran * stepMs }),
        ...(since >= 0 && { runningSince: at(since) }),
      },
      policy: policyOf(rule),
      signal: signalAt(choose, slot, at, stepMs),
      previous,
      now: at(slot),
    });
    previous = decision;
    if (decision.kind === "wait") {
      since = -1;
      continue;
    }
    if (start === -1) [start, reason] = [slot, decision.reason];
    if (!splits) return { start, end: slot + job.slots, reason };
    if (since === -1) since = slot;
    ran += 1;
    if (ran === job.slots) return { start, end: slot + 1, reason };
  }
}

function signalAt(
  choose: Choose,
  slot: number,
  at: (slot: number) => Date,
  stepMs: number,
): CarbonSignal | undefined {
  const known = choose.kind === "known";
  const series = known ? choose.gramsPerKwh : choose.readings;
  const readings = Array.from(series.subarray(0, known ? slot + 1 : slot), (gramsPerKwh, index) => ({
    startsAt: at(index),
    stepMs,
    gramsPerKwh,
    quality: "measured" as const,
  })).filter(({ gramsPerKwh }) => !Number.isNaN(gramsPerKwh));
  const forecast = forecastAt(choose, slot, at(slot), stepMs);
  const latest = readings.at(-1);
  if (!latest && !forecast) return undefined;
  return {
    zone: "DE",
    kind: "average",
    latest,
    recent: readings.slice(-7 * 24 * (HOUR_MS / stepMs)),
    forecast,
    provenance: "test",
  };
}

const orNull = (values: Float64Array) => Array.from(values, (grams) => (Number.isNaN(grams) ? null : grams));

function forecastAt(choose: Choose, slot: number, startsAt: Date, stepMs: number): Forecast | undefined {
  const make = (values: Float64Array, high?: Float64Array): Forecast | undefined =>
    values.every((grams) => Number.isNaN(grams))
      ? undefined
      : {
          generatedAt: startsAt,
          startsAt,
          stepMs,
          gramsPerKwh: orNull(values),
          method: "test",
          ...(high && { high: orNull(high) }),
        };
  if (choose.kind === "known") return make(choose.gramsPerKwh.subarray(slot));
  const { from, to, slots, gramsPerKwh, high } = choose.forecasts;
  if (slot < from || slot >= to) return undefined;
  const row = (values: Float64Array) => values.subarray((slot - from) * slots, (slot - from + 1) * slots);
  return make(row(gramsPerKwh), high && row(high));
}

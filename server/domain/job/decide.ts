import { cumulate, type Forecast } from "../carbon/forecast.ts";
import { isStale } from "../carbon/signal.ts";
import { bestStart, costOf } from "./best-start.ts";
import type { DecideInput, Decision } from "./decision.ts";

/** A planned start is kept while it is within this share of the best: a countdown that jumps for half a percent helps nobody. */
const KEEP_WITHIN = 1.01;

/**
 * When this Job starts, and why. Pure: `signal` holds nothing later than `now` but the forecast.
 * Its latest start wins over the grid, and with no usable signal the Job runs: missing data never holds work back.
 */
export function decide(input: DecideInput): Decision {
  const { job, policy, signal, now } = input;
  if (policy.paused) return { kind: "run-now", reason: "CarbonAwarenessPaused" };
  if (!policy.enabled) return { kind: "run-now", reason: "PolicyDisabled" };
  if (now >= job.latestStart) return { kind: "fallback", reason: "LatestStartReached" };
  if (job.heldByPerson)
    return { kind: "wait", reason: "HeldByPerson", until: job.latestStart, savingPercent: 0 };
  if (!signal?.latest && !signal?.forecast) return { kind: "run-now", reason: "NoForecast" };
  if (isStale(signal.latest, now)) return { kind: "run-now", reason: "SignalStale" };
  if (
    policy.maxIntensity !== undefined &&
    signal.latest &&
    signal.latest.gramsPerKwh <= policy.maxIntensity
  ) {
    return { kind: "run-now", reason: "UnderLimit" };
  }
  if (!signal.forecast) return { kind: "run-now", reason: "NoForecast" };
  return policy.strategy === "threshold"
    ? waitForLimit(input, signal.forecast)
    : waitForBest(input, signal.forecast);
}

function waitForBest({ job, policy, previous, now }: DecideInput, forecast: Forecast): Decision {
  const cumulative = cumulate(forecast.gramsPerKwh);
  const { slotOf, startOf } = slotsOf(forecast);
  const slots = Math.max(1, Math.ceil(job.durationMs / forecast.stepMs));
  const here = slotOf(now);
  const latest = slotOf(job.latestStart);
  const costNow = costOf(cumulative, here, slots);
  if (!Number.isFinite(costNow)) return { kind: "run-now", reason: "NoForecast" };

  const waited = previous?.kind === "wait";
  const best = bestStart(cumulative, here, latest, slots);
  if (best === here) return { kind: "run-now", reason: "WindowOpen" };
  const savingOf = (start: number) =>
    costNow > 0 ? 100 * (1 - costOf(cumulative, start, slots) / costNow) : 0;
  if (savingOf(best) < policy.minSavingPercent) {
    return {
      kind: "run-now",
      reason: waited ? "WindowOpen" : "TooLittleToSave",
      savingPercent: savingOf(best),
    };
  }

  const planned = waited && previous.reason === "BetterWindowAhead" ? slotOf(previous.until) : best;
  const keep =
    planned > here &&
    planned <= latest &&
    costOf(cumulative, planned, slots) <= KEEP_WITHIN * costOf(cumulative, best, slots);
  const start = keep ? planned : best;
  return { kind: "wait", reason: "BetterWindowAhead", until: startOf(start), savingPercent: savingOf(start) };
}

/** As soon as the forecast is at or under the limit; the latest start if it never is. */
function waitForLimit({ job, policy, now }: DecideInput, forecast: Forecast): Decision {
  const { slotOf, startOf } = slotsOf(forecast);
  const here = slotOf(now);
  const latest = slotOf(job.latestStart);
  const limit = policy.maxIntensity ?? Infinity;
  const nowGrams = forecast.gramsPerKwh[here];
  for (let slot = here + 1; slot <= latest; slot++) {
    const grams = forecast.gramsPerKwh[slot];
    if (grams === null || grams === undefined || grams > limit) continue;
    const savingPercent = nowGrams ? 100 * (1 - grams / nowGrams) : 0;
    return { kind: "wait", reason: "AboveLimit", until: startOf(slot), savingPercent };
  }
  return { kind: "wait", reason: "AboveLimit", until: job.latestStart, savingPercent: 0 };
}

function slotsOf({ startsAt, stepMs }: Forecast) {
  return {
    slotOf: (time: Date) => Math.floor((+time - +startsAt) / stepMs),
    startOf: (slot: number) => new Date(+startsAt + slot * stepMs),
  };
}

import { cumulate, type Forecast } from "../carbon/forecast.ts";
import { isStale } from "../carbon/signal.ts";
import { bestStart, costOf } from "./best-start.ts";
import type { DecideInput, Decision } from "./decision.ts";

/** A planned start is kept while it is within this share of the best: a countdown that jumps for half a percent helps nobody. */
const KEEP_WITHIN = 1.01;
/** Asked again at every slot, the policy's least saving would end a wait early and give away up to half of what it brings. */
const WORTH_GOING_ON_PERCENT = 0.5;

/**
 * When this Job starts, and why. Pure: `signal` holds nothing later than `now` but the forecast.
 * Its latest start wins over the grid, and with no usable signal the Job runs: missing data never holds work back.
 */
export function decide(input: DecideInput): Decision {
  const { job, policy, signal, now } = input;
  if (job.runRequested) return { kind: "run-now", reason: "RunNowRequested" };
  if (policy.paused) return { kind: "run-now", reason: "CarbonAwarenessPaused" };
  if (!policy.enabled) return { kind: "run-now", reason: "PolicyDisabled" };
  if (now >= job.latestStart) return { kind: "fallback", reason: "LatestStartReached" };
  if (job.heldByPerson)
    return { kind: "wait", reason: "HeldByPerson", until: job.latestStart, savingPercent: 0 };
  if (!signal?.latest && !signal?.forecast) return { kind: "run-now", reason: "NoForecast" };
  if (isStale(signal.latest, now)) return { kind: "run-now", reason: "SignalStale" };
  return decideByGrid(input);
}

function decideByGrid(input: DecideInput): Decision {
  const { policy, signal } = input;
  const latest = signal?.latest?.gramsPerKwh;
  if (policy.maxIntensity !== undefined && latest !== undefined && latest <= policy.maxIntensity) {
    return { kind: "run-now", reason: "UnderLimit" };
  }
  if (!signal?.forecast) return { kind: "run-now", reason: "NoForecast" };
  return policy.strategy === "threshold"
    ? waitForLimit(input, signal.forecast)
    : waitForBest(input, signal.forecast);
}

function waitForBest({ job, policy, previous, now }: DecideInput, forecast: Forecast): Decision {
  const { gramsPerKwh, slotOf, startOf } = aheadOf(forecast, now);
  const cumulative = cumulate(gramsPerKwh);
  const slots = slotsOf(job.durationMs, forecast.stepMs);
  const latest = slotOf(job.latestStart);
  const cost = (start: number) => costOf(cumulative, start, slots);
  if (!Number.isFinite(cost(0))) return { kind: "run-now", reason: "NoForecast" };
  const savingOf = (start: number) => (cost(0) > 0 ? (100 * (cost(0) - cost(start))) / cost(0) : 0);
  const waitFor = (start: number): Decision => ({
    kind: "wait",
    reason: "BetterWindowAhead",
    until: startOf(start),
    savingPercent: savingOf(start),
  });

  const best = bestStart(cumulative, 0, latest, slots);
  if (best === 0) return { kind: "run-now", reason: "WindowOpen" };
  // What a wait must save was asked when it began; near its end little is left to save, and the best hour is still ahead.
  const plan = planOf(previous, slotOf);
  const ahead = plan > 0 && plan <= latest && savingOf(plan) > 0;
  if (ahead && cost(plan) <= KEEP_WITHIN * cost(best)) return waitFor(plan);
  const waits = previous?.kind === "wait";
  const least = isForWindow(previous)
    ? Math.min(WORTH_GOING_ON_PERCENT, policy.minSavingPercent)
    : policy.minSavingPercent;
  if (savingOf(best) >= least) return waitFor(best);
  const reason = waits ? "WindowOpen" : "TooLittleToSave";
  return { kind: "run-now", reason, savingPercent: savingOf(best) };
}

type WindowWait = Decision & { kind: "wait" };
const isForWindow = (previous: Decision | undefined): previous is WindowWait =>
  previous?.kind === "wait" && previous.reason === "BetterWindowAhead";
const planOf = (previous: Decision | undefined, slotOf: (time: Date) => number): number =>
  isForWindow(previous) ? slotOf(previous.until) : 0;

/** As soon as the forecast is at or under the limit; the latest start if it never is. */
function waitForLimit({ job, policy, now }: DecideInput, forecast: Forecast): Decision {
  const { gramsPerKwh, slotOf, startOf } = aheadOf(forecast, now);
  const latest = slotOf(job.latestStart);
  const limit = policy.maxIntensity ?? Infinity;
  const nowGrams = gramsPerKwh[0];
  for (let slot = 1; slot <= latest; slot++) {
    const grams = gramsPerKwh[slot];
    if (grams === null || grams === undefined || grams > limit) continue;
    const savingPercent = nowGrams ? 100 * (1 - grams / nowGrams) : 0;
    return { kind: "wait", reason: "AboveLimit", until: startOf(slot), savingPercent };
  }
  return { kind: "wait", reason: "AboveLimit", until: job.latestStart, savingPercent: 0 };
}

/** How many slots a run touches at most when it begins with one. */
export const slotsOf = (durationMs: number, stepMs: number): number =>
  Math.max(1, Math.ceil(durationMs / stepMs));

/** The forecast from the slot of `now` on, which is slot 0. A gap that has passed ends nothing; before its start nothing is foreseen. */
export function aheadOf({ startsAt, stepMs, gramsPerKwh }: Forecast, now: Date) {
  const here = Math.floor((+now - +startsAt) / stepMs);
  const origin = +startsAt + here * stepMs;
  return {
    gramsPerKwh: here < 0 ? [] : gramsPerKwh.slice(here),
    slotOf: (time: Date) => Math.floor((+time - origin) / stepMs),
    startOf: (slot: number) => new Date(origin + slot * stepMs),
  };
}

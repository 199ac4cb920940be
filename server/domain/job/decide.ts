import type { Forecast } from "../carbon/forecast.ts";
import { presentGrams, isStale } from "../carbon/signal.ts";
import type { DecideInput, Decision } from "./decision.ts";
import { hasRoom } from "./power-room.ts";
import { waitForHours } from "./wait-for-hours.ts";
import { waitForLimit, waitForPercentile } from "./wait-for-limit.ts";
import { waitForBest, waitForChunks } from "./wait-for-window.ts";

/**
 * When this Job starts, and why. Pure: `signal` holds nothing later than `now` but the forecast.
 * Its latest start wins over the grid, and with no usable signal the Job runs: missing data never holds work back.
 */
export function decide(input: DecideInput): Decision {
  const { job, policy, now } = input;
  if (job.runRequested) return { kind: "run-now", reason: "RunNowRequested" };
  if (job.dryRunBegan) return { kind: "run-now", reason: "DryRunBegan" };
  if (policy.paused) return { kind: "run-now", reason: "CarbonAwarenessPaused" };
  if (!policy.enabled) return { kind: "run-now", reason: "PolicyDisabled" };
  if (now >= job.latestStart) return { kind: "fallback", reason: "LatestStartReached" };
  if (job.heldByPerson)
    return { kind: "wait", reason: "HeldByPerson", until: job.latestStart, savingPercent: 0 };
  const decision = policy.strategy === "static" ? decideByClock(input) : decideByGrid(input);
  return decision.kind === "run-now" ? withinCap(input, decision) : decision;
}

/** The grid lets it go; it goes when the cluster's power cap has room for it. */
function withinCap({ job, room }: DecideInput, decision: Decision): Decision {
  return room === undefined || hasRoom(room)
    ? decision
    : { kind: "wait", reason: "WaitingForPower", until: job.latestStart, savingPercent: 0 };
}

function decideByClock(input: DecideInput): Decision {
  const { signal, now } = input;
  const fresh = signal && !isStale(signal.latest, now, signal.latenessMs);
  return fresh && isUnderLimit(input) ? underLimit(input) : waitForHours(input);
}

function decideByGrid(input: DecideInput): Decision {
  const { signal, now } = input;
  if (!signal?.latest && !signal?.forecast) return { kind: "run-now", reason: "NoForecast" };
  if (isStale(signal.latest, now, signal.latenessMs)) return { kind: "run-now", reason: "SignalStale" };
  if (isUnderLimit(input)) return underLimit(input);
  return signal.forecast
    ? decideByForecast(input, signal.forecast)
    : { kind: "run-now", reason: "NoForecast" };
}

function decideByForecast(input: DecideInput, forecast: Forecast): Decision {
  switch (input.policy.strategy) {
    case "threshold":
      return waitForLimit(input, forecast, input.policy.maxIntensity ?? Infinity);
    case "percentile":
      return waitForPercentile(input, forecast);
    case "interruptible":
      return waitForChunks(input, forecast);
    case "static":
    case "best-window":
      return waitForBest(input, forecast);
  }
}

/** In every strategy: at or under the policy's limit a Job starts at once. */
function isUnderLimit({ policy, signal, now }: DecideInput): boolean {
  const grams = signal && presentGrams(signal, now);
  return policy.maxIntensity !== undefined && grams !== undefined && grams <= policy.maxIntensity;
}

const underLimit = ({ policy }: DecideInput): Decision => ({
  kind: "run-now",
  reason: "UnderLimit",
  limitGramsPerKwh: policy.maxIntensity,
});

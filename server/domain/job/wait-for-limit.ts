import type { Forecast } from "../carbon/forecast.ts";
import { aheadOf } from "./ahead.ts";
import type { DecideInput, Decision } from "./decision.ts";
import { foreseenPercentile, trailingPercentile } from "./percentile.ts";

/** As soon as the grid is at or under the limit, as read or as foreseen; the latest start if it never is. */
export function waitForLimit({ job, signal, now }: DecideInput, forecast: Forecast, limit: number): Decision {
  const { gramsPerKwh, slotOf, startOf } = aheadOf(forecast, now);
  const known = Number.isFinite(limit) && { limitGramsPerKwh: limit };
  const isUnder = (grams: number | null | undefined): grams is number =>
    typeof grams === "number" && grams <= limit;
  const nowGrams = gramsPerKwh[0];
  if (isUnder(signal?.latest?.gramsPerKwh) || isUnder(nowGrams)) {
    return { kind: "run-now", reason: "UnderLimit", ...known };
  }
  const latest = slotOf(job.latestStart);
  for (let slot = 1; slot <= latest; slot++) {
    const grams = gramsPerKwh[slot];
    if (!isUnder(grams)) continue;
    const savingPercent = nowGrams ? 100 * (1 - grams / nowGrams) : 0;
    return { kind: "wait", reason: "AboveLimit", until: startOf(slot), savingPercent, ...known };
  }
  return { kind: "wait", reason: "AboveLimit", until: job.latestStart, savingPercent: 0, ...known };
}

/** The limit is a percentile of the zone's own values, so that it fits every grid and season. */
export function waitForPercentile(input: DecideInput, forecast: Forecast): Decision {
  const { job, policy, signal, now } = input;
  const { gramsPerKwh, slotOf } = aheadOf(forecast, now);
  const limit =
    policy.percentileOf === "forecast"
      ? foreseenPercentile(gramsPerKwh, slotOf(job.latestStart), policy.percentile)
      : trailingPercentile(signal?.recent ?? [], policy.percentile, now);
  if (limit === undefined) return { kind: "run-now", reason: "NoForecast" };
  return waitForLimit(input, forecast, limit);
}

import { setImmediate as breathe } from "node:timers/promises";
import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import { durationBetween, parseDuration } from "#server/domain/duration.ts";
import type { CurvePoint, CurveView, TriedView } from "#server/domain/backtest/view.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { mustHold, noJobFits, pastOf, tryOn, type Watch } from "./past.ts";
import { RunBacktest } from "./run.ts";

const LONGEST_MS = 7 * DAY_MS;

export const TryCurve = RunBacktest.extend({
  /** What the policy would replace. */
  inForce: CarbonPolicySpec.optional(),
  /** Longest waits to try the policy with, in place of its own. */
  maxDelays: z
    .array(durationBetween(0, LONGEST_MS))
    .max(12, { error: "At most 12 longest waits." })
    .default(["2h", "4h", "8h", "12h", "18h", "24h", "36h"]),
});
export type TryCurve = z.infer<typeof TryCurve>;

/** A policy beside the one in force, and with other longest waits: all on one past, by the same forecasts. */
export async function tryCurve(
  app: App,
  { zone, policy, inForce, every, days, maxDelays }: TryCurve,
  watch: Watch,
): Promise<CurveView> {
  authorise(app.actor, "read", "try a policy on the past");
  mustHold(policy);
  const past = await pastOf(app, zone, days);
  const viewOf = async (spec: CarbonPolicySpec): Promise<TriedView | undefined> => {
    await breathe(); // each takes some 0.1 s of this thread: others, and whoever stops it, are heard in between
    watch.signal.throwIfAborted();
    return (await tryOn(app, past, { spec, every }, watch))?.view;
  };
  const tried = (await viewOf(policy)) ?? noJobFits(zone);
  const replaced = inForce?.enabled && (await viewOf(inForce));
  const points: CurvePoint[] = [];
  for (const maxDelay of maxDelays) {
    const view = maxDelay === policy.maxDelay ? tried : await viewOf({ ...policy, maxDelay });
    if (!view) continue; // what is known is too short for such a wait
    const { savingPercent, idealPercent } = view.totals;
    points.push({ maxDelayMs: parseDuration(maxDelay) ?? 0, savingPercent, idealPercent });
  }
  return { tried, inForce: replaced || null, points };
}

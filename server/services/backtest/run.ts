import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { durationBetween } from "#server/domain/duration.ts";
import { sampleOf } from "#server/domain/backtest/sample.ts";
import type { BacktestView } from "#server/domain/backtest/view.ts";
import { ZoneKey } from "#server/domain/carbon/source-config.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { mustHold, noJobFits, pastOf, tryOn, type Watch } from "./past.ts";

export const RunBacktest = z.object({
  zone: ZoneKey,
  policy: CarbonPolicySpec,
  /** From one arrival to the next. */
  every: durationBetween(5 * MINUTE_MS, 7 * DAY_MS).default("90m"),
  days: z
    .int({ error: "Give the days as a whole number from 1 to 366." })
    .min(1, { error: "The days are from 1 to 366." })
    .max(366, { error: "The days are from 1 to 366." })
    .default(365),
});
export type RunBacktest = z.infer<typeof RunBacktest>;

/** What the policy would have saved in this zone, for Jobs at equal distances over the last days that are known of it. */
export async function runBacktest(
  app: App,
  { zone, policy, every, days }: RunBacktest,
  watch: Watch,
): Promise<BacktestView> {
  authorise(app.actor, "read", "try a policy on the past");
  mustHold(policy);
  const past = await pastOf(app, zone, days);
  const tried = await tryOn(app, past, { spec: policy, every }, watch);
  if (!tried) return noJobFits(zone);
  return { ...tried.view, sample: sampleOf(past.series, tried.jobs, tried.result) };
}

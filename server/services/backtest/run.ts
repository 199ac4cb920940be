import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { durationBetween, parseDuration } from "#server/domain/duration.ts";
import { jobsBetween } from "#server/domain/backtest/jobs.ts";
import { sampleOf } from "#server/domain/backtest/sample.ts";
import type { BacktestView } from "#server/domain/backtest/view.ts";
import type { Series } from "#server/domain/carbon/series.ts";
import { ZoneKey } from "#server/domain/carbon/source-config.ts";
import { DomainError } from "#server/domain/errors.ts";
import { resolvePolicy } from "#server/domain/policy/resolve.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { labelOf } from "../carbon/zone-label.ts";
import { zoneSetting } from "../carbon/zone-setting.ts";
import { historyOf } from "./history.ts";

const MOST_JOBS = 50_000;
/** Two weeks to learn from, and one day to try. */
const LEARN_MS = 14 * DAY_MS;

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

interface Watch {
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

/** What the policy would have saved in this zone, for Jobs at equal distances over the last days that are known of it. */
export async function runBacktest(
  app: App,
  { zone, policy: spec, every, days }: RunBacktest,
  { signal, onProgress }: Watch,
): Promise<BacktestView> {
  authorise(app.actor, "read", "try a policy on the past");
  const setting = await zoneSetting(app, zone);
  const series = await historyOf(app, setting, days * DAY_MS + 2 * LEARN_MS);
  const { policy } = resolvePolicy({
    policy: { source: "tried", spec },
    annotations: {},
    clusterZone: zone,
    paused: false,
  });
  const plan = {
    everyMs: parseDuration(every) ?? DAY_MS,
    durationMs: policy.durationMs,
    maxDelayMs: policy.maxDelayMs,
  };
  const from = firstArrival(series, zone, days);
  const jobs = jobsBetween(from, series.here, series.stepMs, plan);
  if (jobs.length === 0)
    refuse(`No Job of this length and longest wait ends within what is known of ${zone}.`);
  if (jobs.length > MOST_JOBS)
    refuse(
      `That is ${jobs.length} Jobs; a backtest takes ${MOST_JOBS}. Give fewer days or a longer distance.`,
    );
  const newest = series.startsAt + series.here * series.stepMs;
  const { provenance, signalKind } = labelOf(setting);
  const key = [zone, signalKind, series.startsAt, newest].join(" ");
  const result = await app.studies.run(key, { series, jobs, rule: policy }, { signal, onProgress });
  const at = (slot: number) => new Date(series.startsAt + slot * series.stepMs);
  return {
    zone,
    provenance,
    signalKind,
    from: at(from),
    to: at(series.here),
    stepMs: series.stepMs,
    gaps: series.grams.subarray(from).filter((grams) => Number.isNaN(grams)).length,
    totals: result.totals,
    sample: sampleOf(series, jobs, result),
  };
}

/** The last `days`, but not before there is something to learn from. */
function firstArrival({ here, stepMs }: Series, zone: string, days: number): number {
  const learn = Math.ceil(LEARN_MS / stepMs);
  const day = DAY_MS / stepMs;
  if (here < learn + day) {
    const known = (here * stepMs) / DAY_MS;
    refuse(
      `${zone} has ${known.toFixed(1)} days of readings. A backtest takes 15: 14 to learn from and one to try the policy on.`,
    );
  }
  return Math.max(learn, here - days * day);
}

function refuse(message: string): never {
  throw new DomainError("PRECONDITION_FAILED", message);
}

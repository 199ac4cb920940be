import type { App } from "#server/context.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import { parseDuration } from "#server/domain/duration.ts";
import type { BacktestResult } from "#server/domain/backtest/backtest.ts";
import type { BacktestJob } from "#server/domain/backtest/input.ts";
import { jobsBetween } from "#server/domain/backtest/jobs.ts";
import type { TriedView } from "#server/domain/backtest/view.ts";
import type { ZoneLabel } from "#server/domain/carbon/history-view.ts";
import type { Series } from "#server/domain/carbon/series.ts";
import { DomainError } from "#server/domain/errors.ts";
import { resolvePolicy } from "#server/domain/policy/resolve.ts";
import type { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { labelOf } from "../carbon/zone-label.ts";
import { zoneSetting } from "../carbon/zone-setting.ts";
import { historyOf } from "./history.ts";

const MOST_JOBS = 50_000;
/** Two weeks to learn from, and one day to try. */
const LEARN_MS = 14 * DAY_MS;

export interface Watch {
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

/** What is known of a zone, and from which slot on policies are tried on it. */
export interface Past {
  label: ZoneLabel;
  series: Series;
  from: number;
}
export interface Tried {
  view: TriedView;
  jobs: readonly BacktestJob[];
  result: BacktestResult;
}

/** The last `days` of a zone, or what there is of them. @throws DomainError where that is too little */
export async function pastOf(app: App, zone: string, days: number): Promise<Past> {
  const setting = await zoneSetting(app, zone);
  const series = await historyOf(app, setting, days * DAY_MS + 2 * LEARN_MS);
  return { label: labelOf(setting), series, from: firstArrival(series, zone, days) };
}

/** A policy on that past; every policy tried on it shares its forecasts. Undefined where no Job of it would fit. */
export async function tryOn(
  app: App,
  past: Past,
  { spec, every }: { spec: CarbonPolicySpec; every: string },
  watch: Watch,
): Promise<Tried | undefined> {
  const { label, series, from } = past;
  const { zone, provenance, signalKind } = label;
  const { policy } = resolvePolicy({
    policy: { source: "tried", spec },
    annotations: {},
    clusterZone: zone,
    paused: false,
  });
  const jobs = jobsBetween(from, series.here, series.stepMs, {
    everyMs: parseDuration(every) ?? DAY_MS,
    durationMs: policy.durationMs,
    maxDelayMs: policy.maxDelayMs,
  });
  if (jobs.length === 0) return undefined;
  if (jobs.length > MOST_JOBS)
    refuse(
      `That is ${jobs.length} Jobs; a backtest takes ${MOST_JOBS}. Give fewer days or a longer distance.`,
    );
  const at = (slot: number) => new Date(series.startsAt + slot * series.stepMs);
  const key = [zone, signalKind, series.startsAt, +at(series.here)].join(" ");
  const asked = { from, to: series.here };
  const result = await app.studies.run(key, { series, jobs, rule: policy, asked }, watch);
  const view = {
    zone,
    provenance,
    signalKind,
    from: at(from),
    to: at(series.here),
    stepMs: series.stepMs,
    gaps: series.grams.subarray(from).filter((grams) => Number.isNaN(grams)).length,
    totals: result.totals,
  };
  return { view, jobs, result };
}

/** @throws DomainError for a policy that holds nothing back: it would be told as if it did */
export function mustHold({ enabled }: CarbonPolicySpec): void {
  if (!enabled) refuse("The policy is switched off: it holds nothing back, so there is nothing to try.");
}

export const noJobFits = (zone: string): never =>
  refuse(`No Job of this length and longest wait ends within what is known of ${zone}.`);

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

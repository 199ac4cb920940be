import { backtest } from "#server/domain/backtest/backtest.ts";
import type { BacktestJob } from "#server/domain/backtest/input.ts";
import { ruleOf } from "#server/domain/backtest/rule.ts";
import { emissionsOf } from "#server/domain/job/account.ts";
import { slotsOf } from "#server/domain/job/ahead.ts";
import { decide } from "#server/domain/job/decide.ts";
import { outcomeOf } from "#server/domain/job/facts.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { DEFAULT_POWER, powerOf } from "#server/domain/job/power.ts";
import { readingsOf, type Grid } from "./grid.ts";
import type { Submitted, TraceOutcome } from "./run-trace.ts";
import type { TracePolicy } from "./trace-jobs.ts";

export interface TraceVerdict {
  policy: string;
  jobs: number;
  /** Not let go by the agent, or not finished in Kubernetes. */
  lost: number;
  /** Let go though decide() says to wait when it is asked again with what was recorded, or started before that was written. */
  early: number;
  /** Let go after their latest start. */
  late: number;
  /** Let go at their latest start, since nothing better came. */
  atLatestStart: number;
  /** Suspended at their creation. */
  held: number;
  /** Let go at the very instant at which the backtest starts them. */
  sameInstant: number;
  grams: number;
  backtestGrams: number;
  /** What they would have emitted at once. */
  gramsAtOnce: number;
  /** Of grams from backtestGrams; always 0 or more. */
  differencePercent: number;
}

/** What the loop did with the Jobs of one policy, beside what the backtest does with the same ones. */
export function judge(
  grid: Grid,
  policy: TracePolicy,
  { submitted, recorder, jobs }: TraceOutcome,
): TraceVerdict {
  const own = submitted.filter((one) => one.policy === policy);
  const expected = backtestStarts(grid, policy, own);
  const counts = { lost: 0, early: 0, late: 0, held: 0, atLatestStart: 0, sameInstant: 0 };
  const grams = { used: 0, backtest: 0, atOnce: 0 };
  own.forEach((one, index) => {
    const expectedAt = expected[index] ?? one.submittedAt;
    grams.backtest += gramsOf(grid, one, expectedAt);
    grams.atOnce += gramsOf(grid, one, one.submittedAt);
    const release = recorder.releaseOf(one.uid);
    const job = jobs.get(one.uid);
    const marks = {
      held: one.created.spec.suspend === true,
      ...marksOf(one, release, job, expectedAt),
    };
    for (const mark of MARKS) counts[mark] += marks[mark] ? 1 : 0;
    if (release) grams.used += gramsOf(grid, one, release.record.input.now);
  });
  return {
    policy: policy.name,
    jobs: own.length,
    ...counts,
    grams: grams.used,
    backtestGrams: grams.backtest,
    gramsAtOnce: grams.atOnce,
    differencePercent: (100 * Math.abs(grams.used - grams.backtest)) / grams.backtest,
  };
}

const MARKS = ["lost", "early", "late", "held", "atLatestStart", "sameInstant"] as const;

/** What is to be counted of one Job. */
function marksOf(
  { latestStart }: Submitted,
  release: ReturnType<TraceOutcome["recorder"]["releaseOf"]>,
  job: Job | undefined,
  expectedAt: Date,
) {
  const lost = !release || !job || outcomeOf(job) !== "complete";
  if (!release) return { lost, early: false, late: false, atLatestStart: false, sameInstant: false };
  const { input, decision } = release.record;
  const again = decide(input);
  const startedAtMs = Date.parse(job?.status?.startTime ?? "");
  const unwritten = startedAtMs + 1_000 <= release.writtenAtMs; // Kubernetes cuts to whole seconds
  return {
    lost,
    early: again.kind === "wait" || again.reason !== decision.reason || unwritten,
    late: +input.now > +latestStart,
    atLatestStart: decision.reason === "LatestStartReached",
    sameInstant: +input.now === +expectedAt,
  };
}

/**
 * The instant at which the backtest starts each Job. It tells slots: a Job that came in the middle of its slot starts as it comes, and
 * one that nothing came for starts at its latest start, not at the beginning of the slot that holds it.
 */
function backtestStarts(grid: Grid, policy: TracePolicy, own: readonly Submitted[]): Date[] {
  const { startsAtMs, stepMs, forecasts, gramsPerKwh } = grid;
  const jobs = own.map(({ job, submittedAt, latestStart }): BacktestJob => {
    const arrival = grid.slotOf(+submittedAt);
    const slots = slotsOf(job.lengthMs, stepMs);
    return { arrival, earliest: arrival, latest: grid.slotOf(+latestStart), slots };
  });
  const { trace } = backtest({
    startsAtMs,
    stepMs,
    choose: { kind: "forecasts", forecasts, readings: gramsPerKwh },
    account: gramsPerKwh,
    jobs,
    rule: ruleOf(policy.spec),
  });
  return own.map(({ submittedAt, latestStart }, index) => {
    if (trace.fallbacks[index] === 1) return latestStart;
    return new Date(Math.max(+grid.timeOf(trace.starts[index] ?? 0), +submittedAt));
  });
}

/** Of its whole length at the power of its CPUs, each slot at what was measured. @throws Error where nothing was */
function gramsOf(grid: Grid, { job, created }: Submitted, startsAt: Date): number {
  const endsAt = new Date(+startsAt + job.lengthMs);
  const readings = readingsOf(grid, grid.slotOf(+startsAt), grid.slotOf(+endsAt) + 1);
  const grams = emissionsOf(readings, startsAt, endsAt, powerOf(created, DEFAULT_POWER).watts);
  if (grams === null) throw new Error(`Nothing was measured after ${startsAt.toISOString()}.`);
  return grams;
}

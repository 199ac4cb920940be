import { atLeastAt, type CarbonSignal } from "../carbon/signal.ts";
import type { Job } from "../kubernetes.ts";
import { matchPolicy, sourceOf, type ClusterPolicy } from "../policy/match.ts";
import { latestStartOf, resolvePolicy } from "../policy/resolve.ts";
import { ANNOTATION } from "./annotations.ts";
import type { DecideInput, Decision, DecisionJob } from "./decision.ts";
import { annotationsOf, ranMsOf, submittedAtOf } from "./facts.ts";
import { expectedFrom, ownerOf } from "./history.ts";
import { DEFAULT_POWER, powerOf } from "./power.ts";
import type { PowerRoom } from "./power-room.ts";
import type { Shaping } from "./shaping.ts";
import { overlapWarning, type ForbiddingCronJob } from "./overlap.ts";

/** What is known of a cluster when a decision is made in it. */
export interface ClusterView {
  policies: Iterable<ClusterPolicy>;
  paused: boolean;
  /** The whole cluster is in a dry run. */
  dryRun?: boolean;
  zone: string;
  signalOf: (zone: string) => CarbonSignal | undefined;
  /** How releases are spread; where it is not known here, the power cap has no say. */
  shaping?: Pick<Shaping, "maxConcurrentWatts">;
  /** How long the completed Jobs of this owner ran, ms. */
  lengthsOf?: (ownerUid: string) => readonly number[];
  /** The CronJob of this uid, if it forbids two runs at once. */
  cronJobOf?: (ownerUid: string) => ForbiddingCronJob | undefined;
  /** An object of a suspendable kind made this one and is held itself; undefined while what made it is not known. */
  waitsByOwner?: (job: Job) => boolean | undefined;
}

/** Something a person should know of this Job before it waits. */
export interface JobWarning {
  reason: "AnnotationIgnored" | "RunsSkipped";
  message: string;
}

/** Everything `decide` needs for this Job, and what of it is ignored or may surprise, a sentence each. */
export function inputFor(
  job: Job,
  view: ClusterView,
  { now: clockShows, previous }: { now: Date; previous: Decision | undefined },
): { input: DecideInput; warnings: JobWarning[] } {
  const annotations = job.origin ? unsplit(annotationsOf(job)) : annotationsOf(job);
  const matched = matchPolicy(view.policies, job.metadata.namespace ?? "default", annotations);
  const owner = ownerOf(job) ?? "";
  const { policy, warnings } = resolvePolicy({
    policy: matched.policy && { source: sourceOf(matched.policy), spec: matched.policy.spec },
    annotations,
    clusterZone: view.zone,
    paused: view.paused,
    dryRun: view.dryRun,
    historyMs: expectedFrom(view.lengthsOf?.(owner) ?? []),
  });
  const signal = view.signalOf(policy.zone);
  const now = atLeastAt(signal, clockShows);
  const submittedAt = submittedAtOf(job, now);
  const run = policy.strategy === "interruptible" ? runOf(job, now) : undefined;
  const overlap = overlapWarning(view.cronJobOf?.(owner), policy);
  return {
    input: {
      job: {
        submittedAt,
        durationMs: policy.durationMs,
        latestStart: latestStartOf(policy, submittedAt, run?.ranMs),
        ...run,
        ...heldByPerson(annotations),
      },
      policy,
      signal,
      previous,
      now,
      ...roomOf(job, view, { ...run, ...policy }),
    },
    warnings: warningsOf(matched.warning ? [matched.warning, ...warnings] : warnings, overlap),
  };
}

const heldByPerson = (annotations: Readonly<Record<string, string>>): { heldByPerson?: true } =>
  annotations[ANNOTATION.hold] === "true" ? { heldByPerson: true } : {};

/** Only a Job is suspended between two windows: what the operators of other kinds do then, they do not agree on. */
const unsplit = (annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...annotations,
  [ANNOTATION.interruptible]: "false",
});

const warningsOf = (ignored: readonly string[], overlap: string | undefined): JobWarning[] => [
  ...ignored.map((message) => ({ reason: "AnnotationIgnored" as const, message })),
  ...(overlap === undefined ? [] : [{ reason: "RunsSkipped" as const, message: overlap }]),
];

/** What runs is for the loop that releases to add; nobody else may say that there is room. */
function roomOf(
  job: Job,
  { shaping }: ClusterView,
  { runningSince, dryRun }: { runningSince?: Date; dryRun: boolean },
): { room: PowerRoom } | undefined {
  const capWatts = shaping?.maxConcurrentWatts;
  if (capWatts === undefined || runningSince || dryRun) return undefined;
  return { room: { capWatts, neededWatts: powerOf(job, DEFAULT_POWER).watts } };
}

/** How far an interruptible Job has come: its earlier stretches, and the present one while it runs. */
function runOf(job: Job, now: Date): Pick<DecisionJob, "ranMs" | "runningSince"> {
  const ranMs = ranMsOf(job);
  const startedAt = Date.parse(job.status?.startTime ?? "");
  if (job.spec.suspend === true || Number.isNaN(startedAt)) return { ranMs };
  return { ranMs: ranMs + Math.max(0, +now - startedAt), runningSince: new Date(startedAt) };
}

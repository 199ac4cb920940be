import type { Intensity } from "../carbon/intensity.ts";
import { accountOf, type Account } from "../job/account.ts";
import { ANNOTATION } from "../job/annotations.ts";
import { gramsAt } from "../job/candidates.ts";
import type { DecideInput, DecisionReason } from "../job/decision.ts";
import { annotationsOf, finishedAtOf, outcomeOf } from "../job/facts.ts";
import { inputFor, type ClusterView } from "../job/input.ts";
import { powerOf, type PowerModel } from "../job/power.ts";
import { sentenceOf } from "../job/sentence.ts";
import type { Job } from "../kubernetes.ts";
import type { SentenceFacts, WorkloadRow } from "./view.ts";

export interface RowContext {
  cluster: { id: string; name: string; simulated: boolean };
  view: ClusterView;
  power: PowerModel;
  /** Readings of the Job's zone from its submission on, in order of time. */
  readings: readonly Intensity[];
  /** The decision that let it run, where it is known. */
  release?: { reason: DecisionReason; savingPercent: number | null };
  /** What its first decision was made from: what was expected of it. */
  first?: DecideInput;
  now: Date;
}

/** One Job as pages show it. Pure; everything unknown is null, nothing unknown is 0. */
export function workloadRowOf(job: Job, context: RowContext): { row: WorkloadRow; input: DecideInput } {
  const { cluster, view, power, release, now } = context;
  const { input } = inputFor(job, view, { now, previous: undefined });
  const { watts } = powerOf(job, power);
  const times = timesOf(job, input);
  const facts: SentenceFacts = {
    ...times,
    reason: reasonOf(annotationsOf(job)[ANNOTATION.reason]),
    rule: {
      minSavingPercent: input.policy.minSavingPercent,
      maxIntensity: input.policy.maxIntensity ?? null,
      expectedSavingPercent: release?.savingPercent ?? null,
    },
    ...expectedOf(times, times.group === "waiting" ? input : context.first, watts),
    ...measuredOf(times, context, watts),
    savingPercent: null,
  };
  const saving = savingOf(facts);
  const row: WorkloadRow = {
    ...facts,
    ...saving,
    clusterId: cluster.id,
    cluster: cluster.name,
    simulated: cluster.simulated,
    namespace: job.metadata.namespace ?? "default",
    name: job.metadata.name,
    uid: job.metadata.uid ?? "",
    zone: input.policy.zone,
    outcome: outcomeOf(job),
    sentence: sentenceOf({ ...facts, ...saving }),
    watts,
    durationMs: lengthOf(times) ?? input.job.durationMs,
  };
  return { row, input };
}

type Times = Pick<
  SentenceFacts,
  "group" | "submittedAt" | "releaseAt" | "latestStart" | "startedAt" | "finishedAt"
>;

function timesOf(job: Job, { job: { submittedAt, latestStart } }: DecideInput): Times {
  const annotations = annotationsOf(job);
  const waits = groupOf(job) === "waiting";
  return {
    group: groupOf(job),
    submittedAt,
    releaseAt: waits ? dateOf(annotations[ANNOTATION.releaseAt]) : null,
    latestStart: dateOf(annotations[ANNOTATION.latestStart]) ?? (waits ? latestStart : null),
    startedAt: dateOf(job.status?.startTime),
    finishedAt: finishedAtOf(job),
  };
}

const lengthOf = ({ startedAt, finishedAt }: Times): number | undefined =>
  startedAt && finishedAt ? +finishedAt - +startedAt : undefined;

/** By the forecast: of now while it waits, of its first decision after. */
function expectedOf({ group, releaseAt, startedAt }: Times, from: DecideInput | undefined, watts: number) {
  const plannedAt = group === "waiting" ? releaseAt : startedAt;
  return {
    gramsNow: from ? gramsAt(from, watts, from.now) : null,
    gramsPlanned: from && plannedAt ? gramsAt(from, watts, plannedAt) : null,
  };
}

function measuredOf(
  { submittedAt, startedAt, finishedAt }: Times,
  { readings, now }: RowContext,
  watts: number,
): Account {
  if (!startedAt) return { gramsMeasured: null, gramsAtSubmission: null };
  return accountOf(readings, { submittedAt, startedAt, finishedAt, watts }, now);
}

/** Expected while it waits, measured after. */
function savingOf({ group, gramsNow, gramsPlanned, gramsAtSubmission, gramsMeasured }: SentenceFacts) {
  const [before, after] = group === "waiting" ? [gramsNow, gramsPlanned] : [gramsAtSubmission, gramsMeasured];
  if (before === null || after === null) return { savingGrams: null, savingPercent: null };
  return {
    savingGrams: before - after,
    savingPercent: before > 0 ? (100 * (before - after)) / before : null,
  };
}

function groupOf(job: Job): WorkloadRow["group"] {
  if (outcomeOf(job)) return "finished";
  return job.spec.suspend === true ? "waiting" : "running";
}

const REASONS: readonly WorkloadRow["reason"][] = [
  "WindowOpen",
  "UnderLimit",
  "TooLittleToSave",
  "NoForecast",
  "SignalStale",
  "PolicyDisabled",
  "CarbonAwarenessPaused",
  "RunNowRequested",
  "BetterWindowAhead",
  "AboveLimit",
  "HeldByPerson",
  "LatestStartReached",
  "AdmissionMissed",
];
const reasonOf = (text: string | undefined): WorkloadRow["reason"] =>
  REASONS.find((reason) => reason === text) ?? "NotDecided";

function dateOf(text: string | undefined): Date | null {
  const at = text ? new Date(text) : undefined;
  return at && !Number.isNaN(+at) ? at : null;
}

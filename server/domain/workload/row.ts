import type { Intensity } from "../carbon/intensity.ts";
import { accountOf } from "../job/account.ts";
import { ANNOTATION } from "../job/annotations.ts";
import { gramsAt } from "../job/candidates.ts";
import { decide } from "../job/decide.ts";
import type { DecideInput, DecisionReason } from "../job/decision.ts";
import { annotationsOf, finishedAtOf, outcomeOf, ranMsOf } from "../job/facts.ts";
import { inputFor, type ClusterView, type JobWarning } from "../job/input.ts";
import { powerOf, type PowerModel } from "../job/power.ts";
import { isReason } from "../job/record.ts";
import { foundBy, ruleOf, type Found } from "../job/rule.ts";
import { sentenceOf } from "../job/sentence.ts";
import type { Stretch } from "../job/stretches.ts";
import type { Job } from "../kubernetes.ts";
import type { WorkloadRow } from "./view.ts";

export interface RowContext {
  cluster: { id: string; name: string; simulated: boolean };
  view: ClusterView;
  power: PowerModel;
  /** Readings of the Job's zone from its submission on, in order of time. */
  readings: readonly Intensity[];
  /** The decision that let it run, where it is known. */
  release?: Found & { reason: DecisionReason };
  /** Interruptible: its stretches that have ended. */
  earlier?: readonly Stretch[];
  /** What its first decision was made from: what was expected of it. */
  first?: DecideInput;
  now: Date;
}

/** One Job as pages show it: what the agent wrote on it, what is foreseen, what was measured. Everything unknown is null, never 0. */
export function workloadRowOf(
  job: Job,
  context: RowContext,
): { row: WorkloadRow; input: DecideInput; warnings: JobWarning[] } {
  const { input, warnings } = inputFor(job, context.view, { now: context.now, previous: undefined });
  const bare = bareRow(job, input, context);
  const row = { ...bare, ...foreseen(bare, bare.group === "waiting" ? input : context.first) };
  return { row: said(row.group === "waiting" ? saving(row) : measured(row, context)), input, warnings };
}

/** What of an interruptible Job is still to be run. */
export const restOf = ({ job, ...input }: DecideInput): DecideInput => ({
  ...input,
  job: { ...job, durationMs: Math.max(0, job.durationMs - (job.ranMs ?? 0)) },
});

/** What is to be found now, for a Job that waits by a limit or in parts; its other strategies need no more than the forecast. */
const foundNow = (input: DecideInput): Found | undefined =>
  ["threshold", "percentile", "interruptible"].includes(input.policy.strategy)
    ? foundBy(decide(input))
    : undefined;

function bareRow(job: Job, input: DecideInput, { cluster, power, release }: RowContext): WorkloadRow {
  const annotations = annotationsOf(job);
  const group = groupOf(job);
  const startedAt = dateOf(job.status?.startTime);
  const finishedAt = finishedAtOf(job);
  const ranMs = ranMsOf(job);
  const { namespace = "default", name, uid = "" } = job.metadata;
  return {
    clusterId: cluster.id,
    cluster: cluster.name,
    simulated: cluster.simulated,
    namespace,
    name,
    uid,
    zone: input.policy.zone,
    group,
    outcome: outcomeOf(job),
    reason: reasonOf(annotations[ANNOTATION.reason]),
    dryRun: input.policy.dryRun && annotations[ANNOTATION.state] === undefined,
    sentence: "",
    rule: ruleOf(input, group === "waiting" ? foundNow(input) : release),
    submittedAt: input.job.submittedAt,
    releaseAt: group === "waiting" ? dateOf(annotations[ANNOTATION.releaseAt]) : null,
    latestStart: dateOf(annotations[ANNOTATION.latestStart]) ?? input.job.latestStart,
    startedAt,
    finishedAt,
    ranMs,
    watts: powerOf(job, power).watts,
    durationMs: startedAt && finishedAt ? +finishedAt - +startedAt + ranMs : input.job.durationMs,
    gramsNow: null,
    gramsPlanned: null,
    gramsMeasured: null,
    gramsAtSubmission: null,
    savingGrams: null,
    savingPercent: null,
  };
}

/** Grams of running at once and of running as planned, by the forecast in `input`. A start that is overdue is now. */
function foreseen(
  { watts, releaseAt, startedAt }: WorkloadRow,
  input: DecideInput | undefined,
): Pick<WorkloadRow, "gramsNow" | "gramsPlanned"> {
  if (!input) return { gramsNow: null, gramsPlanned: null };
  const startsAt = releaseAt ?? startedAt;
  const gramsNow = gramsAt(restOf(input), watts, input.now);
  if (input.policy.strategy === "interruptible") return { gramsNow, gramsPlanned: inParts(gramsNow, input) };
  return {
    gramsNow,
    gramsPlanned: startsAt && gramsAt(input, watts, startsAt > input.now ? startsAt : input.now),
  };
}

/** Of several windows only the decision knows which; it says what they save. */
function inParts(gramsNow: number | null, input: DecideInput): number | null {
  const { savingPercent } = foundBy(decide(input));
  return gramsNow === null || savingPercent === null ? null : gramsNow * (1 - savingPercent / 100);
}

const saving = (row: WorkloadRow): WorkloadRow => ({ ...row, ...savingOf(row.gramsNow, row.gramsPlanned) });

function measured(row: WorkloadRow, { readings, earlier, now }: RowContext): WorkloadRow {
  const { startedAt, finishedAt, submittedAt, watts, ranMs = 0 } = row;
  // what is known of its last stretch alone is not what it emitted
  if (!startedAt || (ranMs > 0 && !earlier?.length)) return row;
  const account = accountOf(readings, { submittedAt, startedAt, finishedAt, watts, earlier }, now);
  return { ...row, ...account, ...savingOf(account.gramsAtSubmission, account.gramsMeasured) };
}

function savingOf(
  without: number | null,
  withWait: number | null,
): Pick<WorkloadRow, "savingGrams" | "savingPercent"> {
  if (without === null || withWait === null) return { savingGrams: null, savingPercent: null };
  const savingGrams = without - withWait;
  return { savingGrams, savingPercent: without > 0 ? (100 * savingGrams) / without : null };
}

const said = (row: WorkloadRow): WorkloadRow => ({ ...row, sentence: sentenceOf(row) });

function groupOf(job: Job): WorkloadRow["group"] {
  if (outcomeOf(job)) return "finished";
  return job.spec.suspend === true ? "waiting" : "running";
}

const reasonOf = (text: string | undefined): WorkloadRow["reason"] =>
  text === "AdmissionMissed" || isReason(text) ? text : "NotDecided";

function dateOf(text: string | undefined): Date | null {
  const at = text ? new Date(text) : undefined;
  return at && !Number.isNaN(+at) ? at : null;
}

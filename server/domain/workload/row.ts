import type { Intensity } from "../carbon/intensity.ts";
import { accountOf } from "../job/account.ts";
import { ANNOTATION } from "../job/annotations.ts";
import { gramsAt } from "../job/candidates.ts";
import type { DecideInput, DecisionReason } from "../job/decision.ts";
import { annotationsOf, finishedAtOf, outcomeOf } from "../job/facts.ts";
import { inputFor, type ClusterView } from "../job/input.ts";
import { powerOf, type PowerModel } from "../job/power.ts";
import { isReason } from "../job/record.ts";
import { sentenceOf } from "../job/sentence.ts";
import type { Job } from "../kubernetes.ts";
import type { WorkloadRow } from "./view.ts";

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

/** One Job as pages show it: what the agent wrote on it, what is foreseen, what was measured. Everything unknown is null, never 0. */
export function workloadRowOf(job: Job, context: RowContext): { row: WorkloadRow; input: DecideInput } {
  const { input } = inputFor(job, context.view, { now: context.now, previous: undefined });
  const bare = bareRow(job, input, context);
  const row = { ...bare, ...foreseen(bare, bare.group === "waiting" ? input : context.first) };
  return { row: said(row.group === "waiting" ? saving(row) : measured(row, context)), input };
}

function bareRow(job: Job, input: DecideInput, { cluster, power, release }: RowContext): WorkloadRow {
  const annotations = annotationsOf(job);
  const group = groupOf(job);
  const startedAt = dateOf(job.status?.startTime);
  const finishedAt = finishedAtOf(job);
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
    sentence: "",
    rule: ruleOf(input, release),
    submittedAt: input.job.submittedAt,
    releaseAt: group === "waiting" ? dateOf(annotations[ANNOTATION.releaseAt]) : null,
    latestStart: dateOf(annotations[ANNOTATION.latestStart]) ?? input.job.latestStart,
    startedAt,
    finishedAt,
    watts: powerOf(job, power).watts,
    durationMs: startedAt && finishedAt ? +finishedAt - +startedAt : input.job.durationMs,
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
  const startsAt = releaseAt ?? startedAt;
  if (!input) return { gramsNow: null, gramsPlanned: null };
  return {
    gramsNow: gramsAt(input, watts, input.now),
    gramsPlanned: startsAt && gramsAt(input, watts, startsAt > input.now ? startsAt : input.now),
  };
}

const saving = (row: WorkloadRow): WorkloadRow => ({ ...row, ...savingOf(row.gramsNow, row.gramsPlanned) });

function measured(row: WorkloadRow, { readings, now }: RowContext): WorkloadRow {
  const { startedAt, finishedAt, submittedAt, watts } = row;
  if (!startedAt) return row;
  const account = accountOf(readings, { submittedAt, startedAt, finishedAt, watts }, now);
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

const ruleOf = ({ policy }: DecideInput, release: RowContext["release"]): WorkloadRow["rule"] => ({
  minSavingPercent: policy.minSavingPercent,
  maxIntensity: policy.maxIntensity ?? null,
  expectedSavingPercent: release?.savingPercent ?? null,
});

const reasonOf = (text: string | undefined): WorkloadRow["reason"] =>
  text === "AdmissionMissed" || isReason(text) ? text : "NotDecided";

function dateOf(text: string | undefined): Date | null {
  const at = text ? new Date(text) : undefined;
  return at && !Number.isNaN(+at) ? at : null;
}

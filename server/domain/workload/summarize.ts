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

export interface WorkloadContext {
  cluster: { id: string; name: string; simulated: boolean };
  view: ClusterView;
  power: PowerModel;
  now: Date;
  /** Measured intensity of a zone in order of time, as far back as the Jobs go. */
  readingsOf: (zone: string) => readonly Intensity[];
  /** The saving that the decision expected which let a Job run; null where it is not known. */
  expectedSavingOf?: (uid: string) => number | null;
}

/** One row of the list: what the agent wrote on the Job, the grams of the grid as it is foreseen now, and what was measured. */
export function summarizeWorkload(job: Job, context: WorkloadContext): WorkloadRow {
  return withGrams(
    job,
    inputFor(job, context.view, { now: context.now, previous: undefined }).input,
    context,
  );
}

function withGrams(job: Job, input: DecideInput, context: WorkloadContext): WorkloadRow {
  const { now, power, readingsOf } = context;
  const { watts } = powerOf(job, power);
  const row = bareRow(job, input, context, watts);
  const { group, startedAt, releaseAt, submittedAt, finishedAt } = row;
  if (group === "waiting") {
    const gramsNow = gramsAt(input, watts, now);
    const gramsPlanned = releaseAt && gramsAt(input, watts, releaseAt > now ? releaseAt : now);
    return said({ ...row, gramsNow, gramsPlanned, ...savingOf(gramsNow, gramsPlanned) });
  }
  if (!startedAt) return said(row);
  const account = accountOf(readingsOf(row.zone), { submittedAt, startedAt, finishedAt, watts }, now);
  return said({ ...row, ...account, ...savingOf(account.gramsAtSubmission, account.gramsMeasured) });
}

function bareRow(
  job: Job,
  input: DecideInput,
  { cluster, expectedSavingOf }: WorkloadContext,
  watts: number,
): WorkloadRow {
  const annotations = annotationsOf(job);
  const outcome = outcomeOf(job);
  const uid = job.metadata.uid ?? "";
  const { policy } = input;
  return {
    clusterId: cluster.id,
    cluster: cluster.name,
    simulated: cluster.simulated,
    namespace: job.metadata.namespace ?? "default",
    name: job.metadata.name,
    uid,
    zone: policy.zone,
    group: groupOf(job),
    outcome,
    reason: reasonOf(annotations[ANNOTATION.reason]),
    sentence: "",
    rule: {
      minSavingPercent: policy.minSavingPercent,
      maxIntensity: policy.maxIntensity ?? null,
      expectedSavingPercent: expectedSavingOf?.(uid) ?? null,
    },
    submittedAt: input.job.submittedAt,
    releaseAt: dateOf(annotations[ANNOTATION.releaseAt]),
    latestStart: dateOf(annotations[ANNOTATION.latestStart]) ?? input.job.latestStart,
    startedAt: dateOf(job.status?.startTime),
    finishedAt: finishedAtOf(job),
    watts,
    durationMs: input.job.durationMs,
    gramsNow: null,
    gramsPlanned: null,
    gramsMeasured: null,
    gramsAtSubmission: null,
    savingGrams: null,
    savingPercent: null,
  };
}

const said = (row: WorkloadRow): WorkloadRow => ({ ...row, sentence: sentenceOf(row) });

export function groupOf(job: Job): WorkloadRow["group"] {
  if (outcomeOf(job)) return "finished";
  return job.spec.suspend === true ? "waiting" : "running";
}

export function savingOf(
  without: number | null,
  withWait: number | null,
): Pick<WorkloadRow, "savingGrams" | "savingPercent"> {
  if (without === null || withWait === null) return { savingGrams: null, savingPercent: null };
  const savingGrams = without - withWait;
  return { savingGrams, savingPercent: without > 0 ? (100 * savingGrams) / without : null };
}

const reasonOf = (text: string | undefined): DecisionReason | "NotDecided" | "AdmissionMissed" =>
  text === "AdmissionMissed" || isReason(text) ? text : "NotDecided";

function dateOf(text: string | undefined): Date | null {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at);
}

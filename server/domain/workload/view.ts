import type { DecisionReason } from "../job/decision.ts";
import type { EffectivePolicy } from "../policy/resolve.ts";
import type { CarbonPolicySpec, Strategy } from "../policy/spec.ts";

/** What a sentence about one Job is made from; a WorkloadRow has it all. */
export type SentenceFacts = Pick<
  WorkloadRow,
  | "group"
  | "reason"
  | "rule"
  | "submittedAt"
  | "releaseAt"
  | "latestStart"
  | "startedAt"
  | "finishedAt"
  | "ranMs"
  | "gramsNow"
  | "gramsPlanned"
  | "gramsMeasured"
  | "gramsAtSubmission"
  | "savingPercent"
  | "dryRun"
>;

export interface WorkloadRule {
  minSavingPercent: number;
  maxIntensity: number | null;
  expectedSavingPercent: number | null;
  strategy?: Strategy;
  percentile?: number;
  percentileOf?: CarbonPolicySpec["percentileOf"];
  /** The limit in force when it was decided: the policy's own, or the value of its percentile. */
  limitGramsPerKwh?: number | null;
  /** The newest reading, while it waits. */
  gridGramsPerKwh?: number | null;
  /** The cluster's power cap, where it was decided under one. */
  capWatts?: number | null;
}

export interface WorkloadRow {
  clusterId: string;
  cluster: string;
  simulated: boolean;
  namespace: string;
  name: string;
  uid: string;
  zone: string;
  group: "waiting" | "running" | "finished";
  /** finished only */
  outcome: "complete" | "failed" | null;
  reason: DecisionReason | "NotDecided" | "AdmissionMissed";
  /** It was decided on in a dry run, and left alone. */
  dryRun?: boolean;
  /** One sentence for people, its times in UTC; `sentenceOf(row, formatTime)` says it in the reader's zone. */
  sentence: string;
  /** What the decision was measured by, for the sentence. */
  rule?: WorkloadRule;
  submittedAt: Date;
  releaseAt: Date | null;
  latestStart: Date | null;
  /** Of its present stretch, where it is interruptible. */
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Interruptible: how long it ran in earlier stretches. */
  ranMs?: number;
  /** Estimated mean power while it runs, W; requests x watts per vCPU x PUE. */
  watts: number;
  durationMs: number;
  /** Expected before the run; all null where the grid is not known for the whole run. */
  gramsNow: number | null;
  gramsPlanned: number | null;
  /** After the start: by measured intensity, at each slot's value. */
  gramsMeasured: number | null;
  /** The same run, had it started at submission. */
  gramsAtSubmission: number | null;
  savingGrams: number | null;
  savingPercent: number | null;
}

export interface CandidateStart {
  at: Date;
  grams: number;
}
export interface WorkloadDetail {
  row: WorkloadRow;
  policy: {
    name: string;
    id: string | null;
    maxDelayMs: number;
    minSavingPercent: number;
    maxIntensity: number | null;
  };
  /** How long it is taken to run, and who says so. */
  duration: { ms: number; from: EffectivePolicy["durationFrom"] };
  /** What of it is ignored or may surprise, a sentence each. */
  notes: string[];
  forecast: { generatedAt: Date; method: string; provenance: string } | null;
  candidates: CandidateStart[];
  /** "The cheapest 3 h before the deadline. 4.4 kWh at 170 g/kWh instead of 297." */
  why: string;
  whatWouldChangeIt: string;
  power: { watts: number; vcpus: number; wattsPerVcpu: number; pue: number; estimated: true };
  /** Every decision on this Job, newest first. */
  decisions: { at: Date; reason: DecisionReason; sentence: string; facts?: SentenceFacts }[];
}

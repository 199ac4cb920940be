import type { DecisionReason } from "../job/decision.ts";

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
  /** One sentence for people, from `sentenceOf(reason, ...)`. */
  sentence: string;
  submittedAt: Date;
  releaseAt: Date | null;
  latestStart: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
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
  forecast: { generatedAt: Date; method: string; provenance: string } | null;
  candidates: CandidateStart[];
  /** "The cheapest 3 h before the deadline. 4.4 kWh at 170 g/kWh instead of 297." */
  why: string;
  whatWouldChangeIt: string;
  power: { watts: number; vcpus: number; wattsPerVcpu: number; pue: number; estimated: true };
  /** Every decision on this Job, newest first. */
  decisions: { at: Date; reason: DecisionReason; sentence: string }[];
}

import type { Condition } from "../conditions.ts";
import type { ClusterLabels } from "./labels.ts";
import type { ClusterSpec, ProviderName } from "./spec.ts";

/** The words of look.md; each has one shape. Only `failed` is coloured. */
export type ClusterState =
  | "not-started"
  | "reconciling"
  | "ready"
  | "failing"
  | "stuck"
  | "unreachable"
  | "deleting";

export interface StepEvent {
  id: number;
  at: Date;
  operation: "create" | "scale" | "delete";
  step: string;
  attempt: number;
  event: "started" | "succeeded" | "failed" | "waiting";
  message: string;
  code: string | null;
}

/** A line of the log: of a step, or a condition of the Cluster object that turned meanwhile; `code` is its type then. */
export type LogEntry = Omit<StepEvent, "event"> & { event: StepEvent["event"] | "condition" };

/** One bar on the timeline. A failed attempt stays after the retry that mended it. */
export interface StepAttempt {
  attempt: number;
  startedAt: Date;
  endedAt: Date | null;
  outcome: "running" | "succeeded" | "failed" | "waiting";
  message: string;
  code: string | null;
}
export interface StepView {
  name: string;
  title: string;
  detail: string;
  state: "not-started" | "running" | "done" | "failed" | "waiting";
  attempts: StepAttempt[];
  /** Median of past runs of this step, where there were any. */
  expectedMs: number | null;
}

export interface OperationView {
  kind: "create" | "scale" | "delete";
  startedAt: Date;
  finishedAt: Date | null;
  steps: StepView[];
  /** When a failing step is tried again by itself. */
  nextAttemptAt: Date | null;
  /** 0 to 100, by what such steps took before; by count where there is no past. */
  percent: number;
  /** From past runs: half of them would end between these; null where there are none. */
  eta: { from: Date; to: Date } | null;
}
/** What blocks a teardown, and what giving it up would leave. */
export interface StuckView {
  step: string;
  title: string;
  /** Names the object and the finalizer, where there is one. */
  message: string;
  since: Date;
  /** Every step that giving up would skip, this one first. */
  skips: string[];
  leaves: string[];
}

export interface ClusterSummary {
  id: string;
  name: string;
  provider: ProviderName;
  /** No real work runs on its nodes; PROVIDER_WORDS has what to call that. */
  simulated: boolean;
  zone: string;
  zoneName: string;
  state: ClusterState;
  /** "Ready", "Creating, step 3 of 5", "Unreachable for 6 min". */
  word: string;
  nodesReady: number | null;
  nodesWanted: number | null;
  policies: string[];
  carbonPaused: boolean;
  /** Its Jobs are decided on and left alone. */
  carbonDryRun: boolean;
  /** Cluster API changes and heals nothing of it, as somebody asked for here. */
  reconcilePaused: boolean;
  /** The cluster that makes it does not answer: absent where it does, or where none makes it. */
  managementAway?: boolean;
  /** Imported, and not reviewed yet: nothing is written into it. */
  locked: boolean;
  waitingJobs: number | null;
  kubernetesVersion: string | null;
  /** The oldest kubelet of its workers; null or absent where that is not known. */
  workersVersion?: string | null | undefined;
  labels: ClusterLabels;
  createdAt: Date;
}

export interface ClusterDetail extends ClusterSummary {
  spec: ClusterSpec;
  generation: number;
  observedGeneration: number;
  createdBy: string;
  reviewedAt: Date | null;
  reviewedBy: string | null;
  deletionRequestedAt: Date | null;
  /** The page's headline, made from data, and the sentence under it with what to do. */
  headline: string;
  sentence: string;
  server: string | null;
  conditions: Condition[];
  operation: OperationView | null;
  stuck: StuckView | null;
  log: LogEntry[];
}

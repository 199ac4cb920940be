import type { Condition } from "../conditions.ts";
import type { BootstrapConditionType } from "./cluster-api/bootstrap/reading.ts";
import type { ClusterLabels } from "./labels.ts";
import type { Observation } from "./provider.ts";
import type { ClusterSpec, ProviderName } from "./spec.ts";

/** What a person wants of a cluster, and what the loop last wrote about it. */
export interface ClusterRow {
  id: string;
  name: string;
  provider: ProviderName;
  zone: string;
  spec: ClusterSpec;
  generation: number;
  observedGeneration: number;
  deletionRequestedAt: Date | null;
  abandonedSteps: string[];
  carbonPaused: boolean;
  labels: ClusterLabels;
  /** Every decision in it is made and recorded, and none is acted on. */
  carbonDryRun: boolean;
  /** An imported cluster: when a person agreed to what is written into it; null: it is locked. */
  reviewedAt: Date | null;
  reviewedBy: string | null;
  conditions: Condition[];
  observed: Observed | null;
  createdBy: string;
  createdAt: Date;
}

/** The last answer of the cluster; `server`, `version` and `clusterUid` outlive an answer that failed. */
export interface Observed extends Omit<
  Observation,
  "version" | "workersVersion" | "message" | "server" | "waitingJobs" | "clusterUid"
> {
  at: Date;
  version: string | null;
  /** The oldest kubelet of a worker; absent in what was written before it was looked for. */
  workersVersion?: string | null | undefined;
  message: string | null;
  server: string | null;
  /** Held Jobs at that look; null when it could not count them. */
  waitingJobs: number | null;
  /** The last that was read; null where none could be, absent in what was written before it was looked for. */
  clusterUid?: string | null | undefined;
}

/**
 * Conditions of a cluster. Provisioned: every step of creation is done, for good. Ready: it does what was asked of it now.
 * Reachable: it answered the last look. ManagementReachable: False while the cluster that makes it did not answer that look, else absent.
 * Applied: which generation of the spec the pools have. Stuck: a teardown step is past its time.
 * Of Cluster API's clusters also what a new one has and lacks: NetworkReady and its like.
 */
export type ClusterConditionType =
  | "Provisioned"
  | "Ready"
  | "Reachable"
  | "ManagementReachable"
  | "Applied"
  | "Stuck"
  | BootstrapConditionType;

export const conditionOf = (
  row: Pick<ClusterRow, "conditions">,
  type: ClusterConditionType,
): Condition | undefined => row.conditions.find((condition) => condition.type === type);

/** Made elsewhere, and nobody has agreed yet to what would be written into it: it is read, and nothing is written. */
export const isLocked = ({ provider, reviewedAt }: Pick<ClusterRow, "provider" | "reviewedAt">): boolean =>
  provider === "imported" && reviewedAt === null;

export const isTrue = (row: Pick<ClusterRow, "conditions">, type: ClusterConditionType): boolean =>
  conditionOf(row, type)?.status === "True";

/** Why the cluster that makes it did not answer the last look; undefined where it did, or where none makes it. */
export const managementTrouble = (row: Pick<ClusterRow, "conditions">): Condition | undefined =>
  row.conditions.find(({ type, status }) => type === "ManagementReachable" && status === "False");

/** Reasons of Ready that no retry by itself mends. */
export const HOPELESS_REASONS: readonly string[] = ["Refused", "Failed"];

/** Reason of Stuck: the cluster does not answer, or does not let us in, so nothing of it can be taken out. */
export const NO_ANSWER = "NoAnswer";

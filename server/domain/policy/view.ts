import type { Condition } from "../conditions.ts";
import type { CarbonPolicySpec } from "./spec.ts";

export interface PolicyRolloutView {
  clusterId: string;
  cluster: string;
  /** What of the cluster is simulated, in a word or two; null: nothing. */
  tag: string | null;
  /** Type Synced; reasons Synced, Unreachable, NotReady, NoAgent, NamespaceMissing, WaitsForReview, Drifted, Failed; null: on its way. */
  condition: Condition | null;
}
export interface PolicyView {
  id: string;
  name: string;
  spec: CarbonPolicySpec;
  generation: number;
  clusterIds: string[];
  /** Empty: the default of those clusters. */
  namespaces: string[];
  updatedAt: Date;
  updatedBy: string;
  /** It is being taken back from its clusters; a cluster that does not answer can be forgotten. */
  deletionRequestedAt?: Date | null;
  rollout: PolicyRolloutView[];
}

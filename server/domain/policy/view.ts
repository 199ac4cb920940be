import type { Condition } from "../conditions.ts";
import type { CarbonPolicySpec } from "./spec.ts";

export interface PolicyRolloutView {
  clusterId: string;
  cluster: string;
  simulated: boolean;
  /** Type Synced; reasons Synced, Pending, Unreachable, NotReady, NoAgent, Failed. */
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
  rollout: PolicyRolloutView[];
  waitingJobs: number | null;
}

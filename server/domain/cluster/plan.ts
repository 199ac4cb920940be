import { clusterApiPlan } from "./cluster-api/plan.ts";
import { importedPlan } from "./imported-plan.ts";
import { localPlan } from "./local-plan.ts";
import type { PlannedStep } from "./provider.ts";
import { ACCEPTED, AGENT, nodePoolsStep, POLICIES, READY } from "./shared-steps.ts";
import type { ClusterSpec, ProviderName } from "./spec.ts";
import type { StepEvent } from "./view.ts";

export type OperationKind = StepEvent["operation"];

/** The steps of an operation, in order. Names are keys in the step log: they stay. */
export function planOf(
  kind: OperationKind,
  provider: ProviderName,
  spec: ClusterSpec,
): readonly PlannedStep[] {
  switch (provider) {
    case "sandbox":
      return sandboxPlan(kind, spec);
    case "local":
      return localPlan(kind, spec);
    case "cluster-api":
      return clusterApiPlan(kind, spec);
    case "imported":
      return importedPlan(kind);
  }
}

function sandboxPlan(kind: OperationKind, spec: ClusterSpec): readonly PlannedStep[] {
  const pools = nodePoolsStep(spec);
  switch (kind) {
    case "create":
      return [
        ACCEPTED,
        {
          name: "api-server",
          title: "API server",
          detail: "simulated, with its own CA and token, on this machine only",
        },
        pools,
        AGENT,
        POLICIES,
        READY,
      ];
    case "scale":
      return [pools, READY];
    case "delete":
      return [
        {
          name: "workloads",
          title: "Workloads",
          detail: "Jobs, and the objects that hold them",
          leaves: "the Jobs and their Pods",
        },
        {
          name: "node-pools",
          title: "Node pools",
          detail: "pools first, then their nodes",
          leaves: "the node pools and their nodes",
        },
        {
          name: "agent",
          title: "Agent",
          detail: "nothing is held or released any more",
          leaves: "the agent",
        },
        {
          name: "api-server",
          title: "API server",
          detail: "its address stops answering",
          leaves: "the simulated API server",
        },
        {
          name: "state",
          title: "State",
          detail: "what the cluster kept on disk",
          leaves: "its files on disk",
        },
      ];
  }
}

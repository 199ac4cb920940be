import type { PlannedStep } from "./provider.ts";
import type { ClusterSpec } from "./spec.ts";

/** Steps that several providers have. Names are keys in the step log: they stay. */
export const ACCEPTED: PlannedStep = {
  name: "accepted",
  title: "Accepted",
  detail: "the size and the grid zone are known",
};
export const AGENT: PlannedStep = { name: "agent", title: "Agent", detail: "holds and releases Jobs" };
export const POLICIES: PlannedStep = {
  name: "policies",
  title: "Policies",
  detail: "those that name this cluster",
};
export const READY: PlannedStep = {
  name: "ready",
  title: "Ready",
  detail: "every node that is wanted answers",
};

export const nodePoolsStep = ({ pools }: ClusterSpec): PlannedStep => ({
  name: "node-pools",
  title: "Node pools",
  detail: pools.map((pool) => `${pool.name} up to ${pool.maxNodes}`).join(", "),
});

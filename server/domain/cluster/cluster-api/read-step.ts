import { asSentence } from "../words.ts";
import { lacksNetwork, NO_NETWORK } from "./bootstrap/network.ts";
import {
  clusterCondition,
  holds,
  PAUSED_MARK,
  pauseOf,
  type ClusterApiCondition,
  type ClusterObject,
} from "./cluster-object.ts";
import { isReconciled, standingOf } from "./standing.ts";
import { upgradePlanWords } from "./upgrade-check.ts";

/** How far a step is: the loop waits, or tells what stops it, until it is done. */
export type StepReading =
  | { kind: "done"; message: string }
  | { kind: "waiting"; reason: string; message: string }
  | { kind: "failing"; reason: string; message: string };

/** The conditions of a Cluster that are steps, by the step's name, in order. */
export const CONDITION_OF_STEP = {
  topology: "TopologyReconciled",
  infrastructure: "InfrastructureReady",
  "control-plane": "ControlPlaneInitialized",
  connection: "RemoteConnectionProbe",
  "control-plane-available": "ControlPlaneAvailable",
  "workers-available": "WorkersAvailable",
  available: "Available",
} as const;
export type ConditionStep = keyof typeof CONDITION_OF_STEP;
export const isConditionStep = (step: string): step is ConditionStep =>
  Object.hasOwn(CONDITION_OF_STEP, step);

const DONE: Record<ConditionStep, string> = {
  topology: "The class and the versions are accepted.",
  infrastructure: "Network and load balancer are there.",
  "control-plane": "The first control-plane machine answers.",
  connection: "The management cluster reaches it.",
  "control-plane-available": "The control plane serves.",
  "workers-available": "Enough workers serve.",
  available: "Every machine is as wanted.",
};

/** Reasons of TopologyReconciled that say the wish is understood and under way. */
const UNDER_WAY: readonly string[] = [
  "ClusterUpgrading",
  "ControlPlaneUpgradePending",
  "MachineDeploymentsCreatePending",
  "MachineDeploymentsUpgradePending",
  "MachineDeploymentsUpgradeDeferred",
  "MachinePoolsCreatePending",
  "MachinePoolsUpgradePending",
  "MachinePoolsUpgradeDeferred",
];
/** It tries again by itself, but until a person mends the cause it will not end otherwise. */
const FAILING: readonly string[] = ["ReconcileFailed"];

/** Where a step of creation or change stands, by the Cluster's own conditions. `asked`: whether a pause is what was asked for. */
export function readStep(
  step: ConditionStep,
  cluster: ClusterObject,
  asked: { paused: boolean } = { paused: false },
): StepReading {
  if (pauseOf(cluster)) return pausedReading(step, asked.paused, cluster);
  const condition = clusterCondition(cluster, CONDITION_OF_STEP[step]);
  if (isDone(step, cluster)) return { kind: "done", message: DONE[step] };
  if (waitsForNodes(step) && isWithoutNetwork(cluster)) return withoutNetwork(condition);
  if (step === "available" && condition?.status === "True")
    return {
      kind: "waiting",
      reason: "MachinesPending",
      message: [settling(cluster), upgradePlanWords(cluster)].filter(Boolean).join("\n"),
    };
  if (condition && FAILING.includes(condition.reason)) return { kind: "failing", ...wordsOf(condition) };
  return { kind: "waiting", ...wordsOf(condition) };
}

/** Without a network plugin no node becomes Ready, so no such step ever ends: what would end it is said at once. */
const waitsForNodes = (step: ConditionStep): boolean =>
  step === "control-plane-available" || step === "workers-available" || step === "available";

const isWithoutNetwork = (cluster: ClusterObject): boolean =>
  ["ControlPlaneMachinesReady", "WorkerMachinesReady"].some((type) => {
    const condition = clusterCondition(cluster, type);
    return condition?.status !== "True" && lacksNetwork(condition?.message ?? "");
  });

function withoutNetwork(condition: ClusterApiCondition | undefined): StepReading {
  const { reason, message, command } = NO_NETWORK;
  return {
    kind: "waiting",
    reason,
    message: `${message} Bring it by: ${command}\n${indented(wordsOf(condition).message)}`,
  };
}

function pausedReading(step: ConditionStep, asked: boolean, cluster: ClusterObject): StepReading {
  const by = pauseOf(cluster) === "annotation" ? `the annotation ${PAUSED_MARK}` : "spec.paused";
  if (asked && step === "topology")
    return { kind: "done", message: "It is paused, as asked: nothing of it is changed or healed." };
  const message = asked
    ? "It is paused: nothing of it is changed until it is resumed."
    : `It is paused, and not from here: nothing of it is changed until ${by} is taken from its Cluster object.`;
  return { kind: "waiting", reason: "Paused", message };
}

function isDone(step: ConditionStep, cluster: ClusterObject): boolean {
  if (step === "topology") return isReconciled(cluster) || isUnderWay(cluster);
  if (step === "available") return standingOf(cluster).settled;
  return holds(cluster, CONDITION_OF_STEP[step]);
}

function isUnderWay(cluster: ClusterObject): boolean {
  const condition = clusterCondition(cluster, "TopologyReconciled");
  return (
    condition !== undefined &&
    (condition.observedGeneration ?? 0) >= cluster.metadata.generation &&
    UNDER_WAY.includes(condition.reason)
  );
}

function wordsOf(condition: ClusterApiCondition | undefined): { reason: string; message: string } {
  if (!condition)
    return { reason: "NotReported", message: "Cluster API has not said anything about it yet." };
  const { type, reason, message } = condition;
  return { reason: reason || "Unknown", message: message || `${type} is ${condition.status}: ${reason}.` };
}

/** Why a cluster that is available is not done: its own words for what is busy, else how many machines are missing. */
function settling(cluster: ClusterObject): string {
  const busy = ["Remediating", "RollingOut", "ScalingDown", "ScalingUp"]
    .map((type) => clusterCondition(cluster, type))
    .find((condition) => condition?.status === "True");
  const sentence = capitalised(standingOf(cluster).sentence);
  return busy?.message ? `${sentence}:\n${indented(busy.message)}` : asSentence(sentence);
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const indented = (message: string): string =>
  message
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");

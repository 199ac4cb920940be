import type { PlannedStep } from "../provider.ts";
import { asSentence } from "../words.ts";
import type { ClusterApiCondition } from "./cluster-object.ts";
import { parseMessage, type MessageLine } from "./message.ts";
import { CONDITION_OF_STEP } from "./read-step.ts";

/** A condition that has turned, as the step log says it. */
export interface ConditionChange {
  type: string;
  /** "InfrastructureReady is False: NotReady. DevCluster heron-x1: Waiting for the load balancer." */
  words: string;
  /** By the condition's own clock; undefined where its status stayed, and only its reason or its words turned. */
  turnedAt: Date | undefined;
  /** Of the condition: it tells which step of a deletion it belongs to. */
  reason: string;
}

/** What has turned between two looks. `before` is undefined where nothing was seen yet: then each of them is new. */
export function changedConditions(
  before: readonly ClusterApiCondition[] | undefined,
  after: readonly ClusterApiCondition[],
): ConditionChange[] {
  return after.flatMap((condition) => {
    const old = before?.find(({ type }) => type === condition.type);
    const words = wordsOf(condition);
    if (old && isSaid([wordsOf(old)], words)) return [];
    const turnedAt = old?.status === condition.status ? undefined : timeOf(condition);
    return [{ type: condition.type, words, turnedAt, reason: condition.reason }];
  });
}

/**
 * Whether a line says nothing new after those said of the same condition, in order. A status or a reason that turns is always new; under
 * the same one, words are said once, and counts, times and names of machines do not make other words of them.
 */
export function isSaid(said: readonly string[], words: string): boolean {
  const last = said.at(-1);
  if (last === undefined || headOf(last) !== headOf(words)) return false;
  const shape = shapeOf(words);
  return said.some((line) => shapeOf(line) === shape);
}

/** The step that a condition belongs to; `running` where it is a step of none of this operation's. */
export function stepOfCondition(
  { type, reason }: Pick<ConditionChange, "type" | "reason">,
  plan: readonly PlannedStep[],
  running: string,
): string {
  const own = type === "Deleting" ? DELETING_STEP[reason] : STEP_OF_CONDITION[type];
  return plan.some(({ name }) => name === own) && own !== undefined ? own : running;
}

const DELETING_STEP: Readonly<Record<string, string>> = {
  WaitingForWorkersDeletion: "workers",
  WaitingForControlPlaneDeletion: "control-plane",
  WaitingForInfrastructureDeletion: "infrastructure",
  DeletionCompleted: "cluster-object",
};
const STEP_OF_CONDITION: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(CONDITION_OF_STEP).map(([step, type]) => [type, step])),
  ControlPlaneMachinesReady: "control-plane-available",
  WorkerMachinesReady: "workers-available",
  ControlPlaneMachinesUpToDate: "available",
  WorkerMachinesUpToDate: "available",
  ScalingUp: "available",
  ScalingDown: "available",
  RollingOut: "available",
  Remediating: "available",
};

function wordsOf({ type, status, reason, message }: ClusterApiCondition): string {
  const why = reason && reason !== type ? `: ${reason}` : "";
  const head = `${type} is ${status}${why}.`;
  const [first] = parseMessage(message);
  return first ? `${head} ${asSentence(headline(first))}` : head;
}

/** The first line; a line that only leads to the one below it takes that along. */
function headline({ text, below: [next] }: MessageLine): string {
  return text.endsWith(":") && next ? `${text} ${headline(next)}` : text.replace(/:$/, "");
}

const NAMES = /\b(Machine|MachineSet|MachineDeployment|KubeadmControlPlane)s? [^:]+/g;
const headOf = (words: string): string => words.slice(0, words.indexOf("."));
/** Fifty machines that come up one after another are one thing to say, not fifty. */
const shapeOf = (words: string): string => words.replace(NAMES, "$1").replace(/\d+(\.\d+)?/g, "#");

const timeOf = ({ lastTransitionTime }: ClusterApiCondition): Date | undefined => {
  const at = new Date(lastTransitionTime ?? Number.NaN);
  return Number.isNaN(+at) ? undefined : at;
};

import { planOf } from "./plan.ts";
import type { PlannedStep } from "./provider.ts";
import { isSimulated } from "./provider-words.ts";
import {
  conditionOf,
  HOPELESS_REASONS,
  isLocked,
  isTrue,
  managementTrouble,
  NO_ANSWER,
  type ClusterRow,
} from "./row.ts";
import { sentencesOf, type ClusterContext } from "./sentences.ts";
import { newestRun, prepareOperation } from "./steps.ts";
export type { ClusterContext } from "./sentences.ts";
import type {
  ClusterDetail,
  ClusterState,
  ClusterSummary,
  OperationView,
  StepEvent,
  StuckView,
} from "./view.ts";

export function operationOf(
  row: ClusterRow,
  events: readonly StepEvent[],
  { history, nextAttemptAt, now }: Pick<ClusterContext, "history" | "nextAttemptAt" | "now">,
): OperationView | null {
  const kind = events.at(-1)?.operation;
  if (!kind) return null;
  const run = newestRun(events, (of) => planOf(of, row.provider, row.spec).at(-1)?.name);
  const plan = planOf(kind, row.provider, row.spec);
  const abandoned = kind === "delete" ? row.abandonedSteps : [];
  return prepareOperation({ kind, plan, run, abandoned, history, nextAttemptAt, now });
}

/** One of look.md's words: each has a shape of its own, and says what to do. */
export function stateOf(row: ClusterRow, operation: OperationView | null): ClusterState {
  if (row.deletionRequestedAt) return isTrue(row, "Stuck") ? "stuck" : "deleting";
  if (!operation) return "not-started";
  if (conditionOf(row, "Reachable")?.status === "False") return "unreachable";
  if (operation.steps.some((step) => step.state === "failed")) return "failing";
  return standing(row);
}

function standing(row: ClusterRow): ClusterState {
  const ready = conditionOf(row, "Ready");
  if (ready && HOPELESS_REASONS.includes(ready.reason)) return "failing";
  if (!isTrue(row, "Provisioned") || row.observedGeneration !== row.generation) return "reconciling";
  return ready?.status === "False" ? "failing" : "ready";
}

const managementMark = (row: ClusterRow): Pick<ClusterSummary, "managementAway"> =>
  managementTrouble(row) ? { managementAway: true } : {};

export function summarizeCluster(
  row: ClusterRow,
  events: readonly StepEvent[],
  context: ClusterContext,
): ClusterSummary {
  const operation = operationOf(row, events, context);
  const state = stateOf(row, operation);
  return {
    id: row.id,
    name: row.name,
    provider: row.provider,
    simulated: isSimulated(row.provider),
    zone: row.zone,
    zoneName: context.zoneName,
    state,
    word: sentencesOf({ row, state, operation, context }).word,
    nodesReady: row.observed?.nodesReady ?? null,
    nodesWanted: row.observed?.nodesWanted ?? null,
    policies: [...context.policies],
    carbonPaused: row.carbonPaused,
    carbonDryRun: row.carbonDryRun,
    reconcilePaused: row.spec.clusterApi?.paused === true,
    ...managementMark(row),
    locked: isLocked(row),
    waitingJobs: row.observed?.waitingJobs ?? null,
    kubernetesVersion: row.observed?.version ?? null,
    workersVersion: row.observed?.workersVersion ?? null,
    labels: row.labels,
    createdAt: row.createdAt,
  };
}

export function detailCluster(
  row: ClusterRow,
  events: readonly StepEvent[],
  context: ClusterContext,
): ClusterDetail {
  const operation = operationOf(row, events, context);
  const summary = summarizeCluster(row, events, context);
  const { headline, sentence } = sentencesOf({ row, state: summary.state, operation, context });
  return {
    ...summary,
    spec: row.spec,
    generation: row.generation,
    observedGeneration: row.observedGeneration,
    createdBy: row.createdBy,
    reviewedAt: row.reviewedAt,
    reviewedBy: row.reviewedBy,
    deletionRequestedAt: row.deletionRequestedAt,
    headline,
    sentence,
    server: row.observed?.server ?? null,
    conditions: row.conditions,
    operation,
    stuck: stuckOf(row, operation),
    log: [...events],
  };
}

/** Giving up leaves what this step and nothing else would have taken away; without an answer, what all that need one would have. */
export function stuckOf(row: ClusterRow, operation: OperationView | null): StuckView | null {
  const condition = conditionOf(row, "Stuck");
  if (!row.deletionRequestedAt || condition?.status !== "True") return null;
  const open = operation?.steps.filter(({ state }) => state !== "done") ?? [];
  const [step] = open;
  if (!step) return null;
  const plan = planOf("delete", row.provider, row.spec);
  const planned =
    condition.reason === NO_ANSWER
      ? plan.filter(({ name, asksCluster }) => asksCluster && open.some((each) => each.name === name))
      : withThoseThatNeedIt(plan, step.name);
  return {
    step: step.name,
    title: step.title,
    message: condition.message,
    since: condition.lastTransitionTime,
    skips: planned.map(({ name }) => name),
    leaves: planned.flatMap(({ leaves }) => leaves ?? []),
  };
}

/** The step, and each after it that cannot end without it. */
function withThoseThatNeedIt(plan: readonly PlannedStep[], step: string): readonly PlannedStep[] {
  const at = plan.findIndex(({ name }) => name === step);
  const free = plan.findIndex(({ needsPrevious }, index) => index > at && !needsPrevious);
  return plan.slice(at, free < 0 ? undefined : free);
}

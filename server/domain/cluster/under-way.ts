import { planOf, type OperationKind } from "./plan.ts";
import { isTrue, type ClusterRow } from "./row.ts";
import { attemptOf, newestRun, nextStep } from "./steps.ts";
import type { StepEvent } from "./view.ts";

/** The operation that runs now, and where it is. */
export interface UnderWay {
  operation: OperationKind;
  /** Its events so far. */
  run: StepEvent[];
  step: string;
}

export const isUnderWay = (row: ClusterRow): boolean => operationNow(row) !== undefined;

/** Undefined while nothing is asked of the cluster. */
export function underWay(row: ClusterRow, events: readonly StepEvent[]): UnderWay | undefined {
  const operation = operationNow(row);
  if (!operation) return undefined;
  const plan = planOf(operation, row.provider, row.spec);
  const newest = newestRun(events, (of) => planOf(of, row.provider, row.spec).at(-1)?.name);
  const isNewest = newest.at(-1)?.operation === operation && nextStep(plan, newest) !== undefined;
  const run = isNewest ? newest : []; // an older one of the kind has ended: this one starts anew
  const step = nextStep(plan, run, operation === "delete" ? row.abandonedSteps : []) ?? plan.at(-1);
  return step && { operation, run, step: step.name };
}

function operationNow(row: ClusterRow): OperationKind | undefined {
  if (row.deletionRequestedAt) return "delete";
  if (!isTrue(row, "Provisioned")) return "create";
  return row.observedGeneration === row.generation ? undefined : "scale";
}

export const attemptAt = ({ run }: UnderWay, step: string): number => attemptOf(run, step).attempt;

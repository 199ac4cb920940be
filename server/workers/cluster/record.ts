import type { NewStepEvent } from "#server/adapters/db/cluster.ts";
import { setCondition, type NewCondition } from "#server/domain/conditions.ts";
import type { ClusterConditionType, ClusterRow } from "#server/domain/cluster/row.ts";
import type { OperationKind } from "#server/domain/cluster/plan.ts";
import { attemptOf } from "#server/domain/cluster/steps.ts";
import type { StepEvent } from "#server/domain/cluster/view.ts";
import { asSentence } from "#server/domain/cluster/words.ts";
import { TerminalError, UserError, Waiting } from "#server/domain/errors.ts";
import type { ClusterLoopDeps } from "./deps.ts";

type Deps = Pick<ClusterLoopDeps, "clusters" | "live" | "clock">;
export type Wish = { type: ClusterConditionType } & Pick<
  NewCondition,
  "status" | "reason" | "message" | "command"
>;

type More = Partial<Pick<ClusterRow, "observed" | "observedGeneration">> & {
  /** Conditions that there is nothing to say of any more. */
  gone?: readonly ClusterConditionType[];
};

/** Writes conditions on the newest row, and tells the pages when something a person sees has turned. */
export async function writeConditions(
  { clusters, live, clock }: Deps,
  row: ClusterRow,
  wishes: readonly Wish[],
  { gone = [], ...more }: More = {},
): Promise<void> {
  await clusters.updateStatus(row.id, (newest) => ({
    ...more,
    conditions: wishes.reduce(
      (conditions, wish) =>
        setCondition(conditions, { ...wish, observedGeneration: row.generation }, clock.now()),
      newest.conditions.filter(({ type }) => !gone.some((each) => each === type)),
    ),
  }));
  await live.publish("clusters");
}

/** One step's record: a start, an end, and each thing it waits for said once. */
export function stepRecord(
  { clusters, live, clock }: Deps,
  row: ClusterRow,
  operation: OperationKind,
  run: readonly StepEvent[],
  step: string,
) {
  const { attempt, open, waitingFor } = attemptOf(run, step);
  async function append(
    event: NewStepEvent["event"],
    message: string,
    code: string | null = null,
  ): Promise<void> {
    await clusters.appendStep(row.id, {
      at: clock.now(),
      operation,
      step,
      attempt,
      event,
      message: asSentence(message),
      code,
    });
    await live.publish("clusters");
  }
  return {
    attempt,
    /** A pass after a restart goes on with the attempt that is open. */
    started: (message: string) => (open ? Promise.resolve() : append("started", message)),
    succeeded: (message: string) => append("succeeded", message),
    async ended(error: unknown): Promise<void> {
      const message = error instanceof Error ? error.message : String(error);
      if (!(error instanceof Waiting)) await append("failed", message, codeOf(error));
      else if (waitingFor !== asSentence(message)) await append("waiting", message, error.reason);
    },
  };
}

/** The machine's word beside the sentence: a reason of ours, a status, a system code. */
export function codeOf(error: unknown): string | null {
  if (error instanceof UserError) return error.reason;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code, status } = at as Error & { code?: unknown; status?: unknown };
    if (typeof code === "string") return code;
    if (typeof status === "number") return String(status);
  }
  return null;
}

export const isHopeless = (error: unknown): boolean =>
  error instanceof UserError || error instanceof TerminalError;

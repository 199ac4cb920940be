import { isUnreachable } from "#server/adapters/provider/kube-answer.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { setCondition } from "#server/domain/conditions.ts";
import { TerminalError } from "#server/domain/errors.ts";
import type { PolicyRow } from "#server/domain/policy/row.ts";
import type { RolloutDeps } from "./deps.ts";

export interface Said {
  reason:
    | "Synced"
    | "NoAgent"
    | "NamespaceMissing"
    | "Drifted"
    | "Failed"
    | "NotReady"
    | "Unreachable"
    | "WaitsForReview";
  message: string;
}
/** What one pass over a cluster has to say of one policy there. */
export interface Report {
  policy: PolicyRow;
  said: Said;
  /** The generation that is in the cluster now. */
  generation: number;
  applied: string[];
}

/** Writes what turned; says whether anything did. */
export async function writeReports(
  { policies, clock }: RolloutDeps,
  clusterId: string,
  reports: readonly Report[],
): Promise<boolean> {
  let turned = false;
  for (const { policy, said, generation, applied } of reports) {
    const before = policy.rollouts.find((rollout) => rollout.clusterId === clusterId);
    const present = before?.condition ? [before.condition] : [];
    const status = said.reason === "Synced" ? "True" : "False";
    const next = { type: "Synced", status, observedGeneration: generation, ...said } as const;
    const condition = setCondition(present, next, clock.now()).find(({ type }) => type === "Synced");
    if (!condition) continue;
    const same =
      JSON.stringify([condition, applied]) === JSON.stringify([before?.condition, before?.applied]);
    if (same) continue;
    turned = true;
    await policies.saveRollout(policy.id, clusterId, applied, condition);
  }
  return turned;
}

/** Nothing is written into a cluster that is locked. */
export const lockedSaid = ({ name }: Pick<ClusterRow, "name">): Said => ({
  reason: "WaitsForReview",
  message: `It waits for the review of ${name}: nothing is written there before.`,
});

/** Why a cluster could not be asked. */
export function unaskedOf(error: unknown, { name }: Pick<ClusterRow, "name">): Said {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof TerminalError)
    return { reason: "NotReady", message: `${name} is not ready yet. ${message}` };
  const timedOut = error instanceof Error && error.name === "TimeoutError";
  if (timedOut || isUnreachable(error)) {
    return { reason: "Unreachable", message: `${name} does not answer. It is tried again by itself.` };
  }
  return { reason: "Failed", message: `${name} refuses it: ${message.slice(0, 300)}` };
}

import { counted } from "#charts/format.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import type { PolicyRolloutView, PolicyView } from "#server/domain/policy/view.ts";

export type RolloutState = "synced" | "pending" | "unreachable" | "failed" | "waiting" | "drifted";

/** What a condition means to a person; of an older generation, or without one, the loop has not come to it yet. */
export function rolloutState({ condition }: PolicyRolloutView, generation: number): RolloutState {
  if (!condition) return "pending";
  if (condition.status === "True") return condition.observedGeneration < generation ? "pending" : "synced";
  switch (condition.reason) {
    case "Unreachable":
      return "unreachable";
    case "NotReady":
    case "NoAgent":
    case "NamespaceMissing":
    case "WaitsForReview":
      return "waiting";
    case "Drifted":
      return "drifted";
    case "Pending":
      return "pending";
    default:
      return "failed";
  }
}

const WORDS: Record<RolloutState, string> = {
  synced: "Synced",
  pending: "Rolling out",
  unreachable: "Unreachable",
  failed: "Failed",
  waiting: "Waits for Ready",
  drifted: "Drifted",
};
const WAITS_FOR: Record<string, string> = {
  NoAgent: "Waits for the agent",
  WaitsForReview: "Waits for the review",
  NamespaceMissing: "Waits for its namespace",
};
export const rolloutWord = (view: PolicyRolloutView, generation: number): string =>
  WAITS_FOR[view.condition?.reason ?? ""] ?? WORDS[rolloutState(view, generation)];

const WORST: readonly RolloutState[] = ["failed", "unreachable", "drifted", "pending", "waiting", "synced"];

/** A policy's state over its clusters: the worst of them, and how many are so. */
export function policyState(policy: PolicyView): {
  state: RolloutState | "off" | "nowhere" | "leaving";
  word: string;
} {
  if (policy.deletionRequestedAt) return { state: "leaving", word: "Deleting" };
  if (!policy.spec.enabled) return { state: "off", word: "Switched off" };
  if (policy.clusterIds.length === 0) return { state: "nowhere", word: "On no cluster" };
  const states = policy.rollout.map((view) => rolloutState(view, policy.generation));
  const worst = WORST.find((state) => states.includes(state)) ?? "pending";
  const count = states.filter((state) => state === worst).length;
  const all = policy.clusterIds.length;
  const word = worst === "synced" && count < all ? WORDS.pending : WORDS[worst];
  return {
    state: worst === "synced" && count < all ? "pending" : worst,
    word: count === all || worst === "synced" ? word : `${word} on ${count} of ${all}`,
  };
}

/** How many policies, over how many clusters. */
export function policiesHeadline(
  policies: readonly PolicyView[],
  clusters: readonly ClusterSummary[] | undefined,
): string {
  if (policies.length === 0) return "No policy yet.";
  const on = policies.filter(({ spec }) => spec.enabled);
  const covered = new Set(on.flatMap(({ clusterIds }) => clusterIds)).size;
  if (on.length === 0) return `${counted(policies.length, "policy", "policies")}, all switched off.`;
  const hold = counted(on.length, "policy holds", "policies hold");
  if (covered === 0) return `${hold} on no cluster yet.`;
  return clusters
    ? `${hold} on ${covered} of ${counted(clusters.length, "cluster")}.`
    : `${hold} on ${counted(covered, "cluster")}.`;
}

export function policiesSentence(
  policies: readonly PolicyView[],
  clusters: readonly ClusterSummary[] | undefined,
): string {
  const covered = new Set(policies.flatMap(({ clusterIds }) => clusterIds));
  const bare = clusters?.filter(({ id }) => !covered.has(id)) ?? [];
  if (bare.length === 0)
    return "A Job that asks to be carbon-aware follows the policy of its namespace, else its cluster's default.";
  const names = bare.length <= 3 ? bare.map(({ name }) => name).join(", ") : counted(bare.length, "cluster");
  return `${names} ${bare.length === 1 ? "has none of its" : "have none of their"} own: there Jobs wait up to 24\u00a0h by the built-in one.`;
}

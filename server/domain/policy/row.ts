import type { Condition } from "../conditions.ts";
import { sourceOf } from "./match.ts";
import { DEFAULT_POLICY_NAME, SYSTEM_NAMESPACE, type CarbonPolicySpec } from "./spec.ts";

/** What a person wants of a policy, and how far it has come in each cluster. */
export interface PolicyRow {
  id: string;
  name: string;
  spec: CarbonPolicySpec;
  generation: number;
  clusterIds: string[];
  /** Empty: the default of those clusters. */
  namespaces: string[];
  deletionRequestedAt: Date | null;
  updatedBy: string;
  updatedAt: Date;
  rollouts: RolloutRow[];
}
export interface RolloutRow {
  clusterId: string;
  /** "namespace/name" of each object that this policy put there. */
  applied: string[];
  /** Type Synced. */
  condition: Condition | null;
}

/** One CarbonAwarePolicy that is to be in a cluster. */
export interface WantedPolicy {
  policyId: string;
  generation: number;
  namespace: string;
  name: string;
  spec: CarbonPolicySpec;
}

/** Where a policy stands in each of its clusters: in its namespaces under its name, or as the cluster's default. */
export const placesOf = ({
  name,
  namespaces,
}: Pick<PolicyRow, "name" | "namespaces">): { namespace: string; name: string }[] =>
  namespaces.length === 0
    ? [{ namespace: SYSTEM_NAMESPACE, name: DEFAULT_POLICY_NAME }]
    : namespaces.map((namespace) => ({ namespace, name }));

/** What is to be in one cluster. */
export const wantedIn = (clusterId: string, policies: readonly PolicyRow[]): WantedPolicy[] =>
  policies
    .filter((policy) => !policy.deletionRequestedAt && policy.clusterIds.includes(clusterId))
    .flatMap((policy) =>
      placesOf(policy).map((place) => ({
        ...place,
        policyId: policy.id,
        generation: policy.generation,
        spec: policy.spec,
      })),
    );

/** An object of ours in a cluster, with the policy that put it there. */
export interface PresentPolicy {
  policyId: string;
  /** "namespace/name" */
  source: string;
}

/** What is to go: put there by one of these policies, and wanted by none. What another control plane put there is not ours. */
export function unwantedIn(
  present: readonly PresentPolicy[],
  wanted: readonly WantedPolicy[],
  policies: readonly PolicyRow[],
): PresentPolicy[] {
  const kept = new Set(wanted.map(sourceOf));
  const known = new Set(policies.map(({ id }) => id));
  return present.filter(({ policyId, source }) => known.has(policyId) && !kept.has(source));
}

/** Another policy that is the default of one of these clusters already; a cluster has one. */
export function otherDefault(
  policy: Pick<PolicyRow, "clusterIds" | "namespaces"> & { id?: string },
  all: readonly PolicyRow[],
): { policy: PolicyRow; clusterId: string } | undefined {
  if (policy.namespaces.length > 0) return undefined;
  for (const other of all) {
    if (other.id === policy.id || other.deletionRequestedAt || other.namespaces.length > 0) continue;
    const clusterId = policy.clusterIds.find((id) => other.clusterIds.includes(id));
    if (clusterId !== undefined) return { policy: other, clusterId };
  }
  return undefined;
}

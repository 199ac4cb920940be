import { ANNOTATION } from "../job/annotations.ts";
import { DEFAULT_POLICY_NAME, SYSTEM_NAMESPACE, type CarbonPolicySpec } from "./spec.ts";

/** A policy as it stands in a cluster. */
export interface ClusterPolicy {
  namespace: string;
  name: string;
  spec: CarbonPolicySpec;
}

export const sourceOf = (policy: Pick<ClusterPolicy, "namespace" | "name">): string =>
  `${policy.namespace}/${policy.name}`;

/**
 * Which policy holds for a Job: the one it names (in its namespace, then karbonetes-system), else its namespace's (the first by
 * name), else the cluster's default, else none. A name that leads nowhere is said in `warning`.
 */
export function matchPolicy(
  policies: Iterable<ClusterPolicy>,
  namespace: string,
  annotations: Readonly<Record<string, string>>,
): { policy: ClusterPolicy | undefined; warning: string | undefined } {
  // filtered before it is sorted: each review asks, and a cluster has a policy or more for each team
  const all = Array.from(policies)
    .filter((policy) => policy.namespace === namespace || policy.namespace === SYSTEM_NAMESPACE)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const find = (inNamespace: string, name?: string) =>
    all.find((policy) => policy.namespace === inNamespace && (name === undefined || policy.name === name));
  const fallback =
    (namespace === SYSTEM_NAMESPACE ? undefined : find(namespace)) ??
    find(SYSTEM_NAMESPACE, DEFAULT_POLICY_NAME);

  const wanted = annotations[ANNOTATION.policy];
  if (wanted === undefined) return { policy: fallback, warning: undefined };
  const named = find(namespace, wanted) ?? find(SYSTEM_NAMESPACE, wanted);
  if (named) return { policy: named, warning: undefined };
  const instead = fallback ? sourceOf(fallback) : "the built-in policy";
  return {
    policy: fallback,
    warning: `${ANNOTATION.policy}: "${wanted.slice(0, 80)}" is ignored; no such policy is in ${namespace} or ${SYSTEM_NAMESPACE}, so ${instead} holds.`,
  };
}

import type { PodSpec } from "#server/domain/kubernetes.ts";
import { addResources, parseResources, type Resources } from "./quantity.ts";

type Container = PodSpec["containers"][number];
const ONE_POD = 1_000;

const requestsOf = ({ resources }: Container): Resources =>
  parseResources({ ...resources?.limits, ...resources?.requests });

/** What a pod takes on a node: the sum of its containers, or its largest init container where that is more. */
export function podRequests(spec: PodSpec): Resources {
  const total: Record<string, number> = {};
  for (const container of spec.containers) addResources(total, requestsOf(container));
  const init = Array.isArray(spec["initContainers"]) ? (spec["initContainers"] as Container[]) : [];
  for (const container of init) {
    for (const [name, amount] of Object.entries(requestsOf(container)))
      total[name] = Math.max(total[name] ?? 0, amount);
  }
  return { ...total, pods: ONE_POD };
}

import type { PodSpec } from "#server/domain/kubernetes.ts";
import { addResources, parseResources, type Resources } from "./quantity.ts";

type Container = PodSpec["containers"][number];
const ONE_POD = 1_000;

const requestsOf = ({ resources }: Container): Resources =>
  parseResources({ ...resources?.limits, ...resources?.requests });

function sumRequests(spec: PodSpec): Resources {
  const total: Record<string, number> = {};
  for (const container of spec.containers) addResources(total, requestsOf(container));
  const init = Array.isArray(spec["initContainers"]) ? (spec["initContainers"] as Container[]) : [];
  for (const container of init) {
    for (const [name, amount] of Object.entries(requestsOf(container)))
      total[name] = Math.max(total[name] ?? 0, amount);
  }
  return { ...total, pods: ONE_POD };
}

/** Specs of stored pods never change: each is read once, not at every pass. */
const requestsBySpec = new WeakMap<PodSpec, Resources>();
const kindBySpec = new WeakMap<PodSpec, string>();

/** What a pod takes on a node: the sum of its containers, or its largest init container where that is more. */
export const podRequests = (spec: PodSpec): Resources => remembered(requestsBySpec, spec, sumRequests);

/** Equal for pods that fit on the same nodes. */
export const schedulingKind = (spec: PodSpec): string =>
  remembered(kindBySpec, spec, () =>
    JSON.stringify([spec.nodeSelector, spec.affinity, spec.tolerations, podRequests(spec)]),
  );

function remembered<T>(known: WeakMap<PodSpec, T>, spec: PodSpec, read: (spec: PodSpec) => T): T {
  const found = known.get(spec);
  if (found !== undefined) return found;
  const made = read(spec);
  known.set(spec, made);
  return made;
}

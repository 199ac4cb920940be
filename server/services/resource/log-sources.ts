import { getObject } from "#server/adapters/kubernetes/resource.ts";
import type { LogSource } from "#server/adapters/kubernetes/pod-log.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { Pod } from "#server/domain/kubernetes.ts";
import { hasLogs, type ObjectPlace } from "#server/domain/resource/kind.ts";
import { podSelectorOf } from "./get.ts";
import type { FoundKind } from "./target.ts";

const MOST_PODS = 500;

/** The containers of a pod, or of every pod of a workload, the newest pods first. @throws DomainError for what has none */
export async function logSources(
  { kube, kind }: Pick<FoundKind, "kube" | "kind">,
  place: ObjectPlace,
  signal: AbortSignal,
): Promise<LogSource[]> {
  if (!hasLogs(kind))
    throw new DomainError("BAD_REQUEST", `A ${kind.kind} has no pods of its own to read logs of.`);
  const object = await getObject(kube, kind, place, signal);
  if (kind.id === "pods") return containersOf(object as unknown as Pod);
  const labelSelector = podSelectorOf(object);
  if (!labelSelector) return [];
  const { items } = await kube.json<{ items: Pod[] | null }>(
    `/api/v1/namespaces/${encodeURIComponent(place.namespace ?? "")}/pods`,
    { query: { labelSelector, limit: MOST_PODS }, signal },
  );
  return (items ?? [])
    .toSorted((a, b) =>
      (b.metadata.creationTimestamp ?? "").localeCompare(a.metadata.creationTimestamp ?? ""),
    )
    .flatMap(containersOf);
}

interface Named {
  name: string;
}
const containersOf = ({ metadata, spec }: Pod): LogSource[] =>
  [...((spec["initContainers"] ?? []) as Named[]), ...spec.containers].map(({ name }) => ({
    namespace: metadata.namespace ?? "",
    pod: metadata.name,
    container: name,
  }));

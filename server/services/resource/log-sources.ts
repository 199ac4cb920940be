import { getObject } from "#server/adapters/kubernetes/resource.ts";
import type { LogSource } from "#server/adapters/kubernetes/pod-log.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { Job, KubeObject, Pod } from "#server/domain/kubernetes.ts";
import { containerStanding, type ContainerStanding } from "#server/domain/resource/container-standing.ts";
import { CRON_JOBS, hasLogs, type ObjectPlace } from "#server/domain/resource/kind.ts";
import { podSelectorOf } from "./get.ts";
import type { FoundKind } from "./target.ts";

/** A container whose log is read, and how it stands at this look. */
export interface FollowedSource extends LogSource, ContainerStanding {
  /** Of its pod: another one may come by the same name. */
  uid: string;
}

const MOST_PODS = 500;
/** Of a CronJob, the newest: its selector has to fit into an address. */
const MOST_JOBS = 30;

/** The containers of a pod, or of every pod of a workload or of a CronJob's Jobs, the newest pods first. @throws DomainError for what has none */
export async function logSources(
  { kube, kind }: Pick<FoundKind, "kube" | "kind">,
  place: ObjectPlace,
  signal: AbortSignal,
): Promise<FollowedSource[]> {
  if (!hasLogs(kind))
    throw new DomainError("BAD_REQUEST", `A ${kind.kind} has no pods of its own to read logs of.`);
  const object = await getObject(kube, kind, place, signal);
  if (kind.id === "pods") return containersOf(object as unknown as Pod);
  const labelSelector =
    kind.id === CRON_JOBS
      ? await jobPodsOf(kube, object as unknown as KubeObject, place, signal)
      : podSelectorOf(object);
  if (!labelSelector) return [];
  const { items } = await kube.json<{ items: Pod[] | null }>(
    `/api/v1/namespaces/${encodeURIComponent(place.namespace ?? "")}/pods`,
    { query: { labelSelector, limit: MOST_PODS }, signal },
  );
  return (items ?? []).toSorted(byAge).flatMap(containersOf);
}

/** Selects the pods of the newest Jobs that a CronJob made; undefined while it has made none. */
async function jobPodsOf(
  kube: FoundKind["kube"],
  { metadata: { uid } }: KubeObject,
  { namespace }: ObjectPlace,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = `/apis/batch/v1/namespaces/${encodeURIComponent(namespace ?? "")}/jobs`;
  const { items } = await kube.list<Job>(path, { signal });
  const own = items
    .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid))
    .toSorted(byAge)
    .slice(0, MOST_JOBS)
    .map(({ metadata }) => metadata.name);
  return own.length > 0 ? `job-name in (${own.join(",")})` : undefined;
}

/** The newest first. */
const byAge = (a: KubeObject, b: KubeObject): number =>
  (b.metadata.creationTimestamp ?? "").localeCompare(a.metadata.creationTimestamp ?? "");

interface Named {
  name: string;
}
const containersOf = (pod: Pod): FollowedSource[] =>
  [...((pod.spec["initContainers"] ?? []) as Named[]), ...pod.spec.containers].map(({ name }) => ({
    namespace: pod.metadata.namespace ?? "",
    pod: pod.metadata.name,
    uid: pod.metadata.uid ?? "",
    container: name,
    ...containerStanding(pod, name),
  }));

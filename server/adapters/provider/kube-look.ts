import { ApiError } from "../kubernetes/api-error.ts";
import type { Observation } from "#server/domain/cluster/provider.ts";
import { compareVersions } from "#server/domain/cluster/cluster-api/version.ts";
import { counted } from "#server/domain/cluster/words.ts";
import { HELD_LABEL } from "#server/domain/job/annotations.ts";
import type { Job, KubeObject, Node } from "#server/domain/kubernetes.ts";
import type { Access } from "./kube-access.ts";

/** How a cluster stands, by its own API: version, nodes, held Jobs. */
export async function look({ client, signal }: Access, leastNodes: number): Promise<Observation> {
  const [{ gitVersion }, nodes, waitingJobs] = await Promise.all([
    client.json<{ gitVersion: string }>("/version", { signal }),
    countNodes({ client, signal }),
    countHeldJobs({ client, signal }),
  ]);
  const nodesReady = nodes.ready;
  const nodesWanted = Math.max(nodes.all, leastNodes);
  return {
    reachable: true,
    version: gitVersion,
    workersVersion: nodes.oldestKubelet,
    nodesReady,
    nodesWanted,
    message: nodesReady < nodesWanted ? `${nodesReady} of ${counted(nodesWanted, "node")} Ready` : undefined,
    waitingJobs,
    server: client.server,
  };
}

export async function countNodes({
  client,
  signal,
}: Access): Promise<{ all: number; ready: number; oldestKubelet: string | undefined }> {
  const { items } = await client.list<Node>("/api/v1/nodes", { signal });
  return { all: items.length, ready: items.filter(isReady).length, oldestKubelet: oldestKubelet(items) };
}

const CONTROL_PLANE_LABEL = "node-role.kubernetes.io/control-plane";
/** Of the workers; undefined where none says its own. */
export function oldestKubelet(nodes: readonly Node[]): string | undefined {
  const versions = nodes
    .filter(({ metadata }) => metadata.labels?.[CONTROL_PLANE_LABEL] === undefined)
    .flatMap(({ status }) => {
      const { kubeletVersion } = (status?.["nodeInfo"] ?? {}) as { kubeletVersion?: unknown };
      return typeof kubeletVersion === "string" && kubeletVersion !== "" ? [kubeletVersion] : [];
    });
  return versions.toSorted(compareVersions)[0];
}

const isReady = (node: Node): boolean =>
  node.status?.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True") ===
  true;

/** Held Jobs; undefined where they may not be listed. */
export async function countHeldJobs({ client, signal }: Access): Promise<number | undefined> {
  let count = 0;
  const onPage = (jobs: Job[]) => void (count += jobs.filter((job) => job.spec.suspend === true).length);
  try {
    await client.list<Job>("/apis/batch/v1/jobs", {
      query: { labelSelector: `${HELD_LABEL}=true` },
      signal,
      onPage,
    });
    return count;
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return undefined;
    throw error;
  }
}

/** Objects that deleting a cluster takes away, by their list's path. */
const COUNTED = [
  { what: "CronJob", path: "/apis/batch/v1/cronjobs" },
  { what: "Job", path: "/apis/batch/v1/jobs" },
  { what: "Pod", path: "/api/v1/pods" },
  { what: "node pool", path: "/apis/karpenter.sh/v1/nodepools" },
  { what: "node", path: "/api/v1/nodes" },
] as const;

/** What is in a cluster now, counted. A kind that it does not have counts nothing. */
export async function inventory({ client, signal }: Access): Promise<{ what: string; count: number }[]> {
  const counts = await Promise.all(
    COUNTED.map(async ({ what, path }) => {
      let count = 0;
      const onPage = (items: KubeObject[]) => void (count += items.length);
      await client.list<KubeObject>(path, { signal, onPage }).catch(ignoreAbsent);
      return { what: count === 1 ? what : `${what}s`, count };
    }),
  );
  return counts.filter(({ count }) => count > 0);
}

export function ignoreAbsent(error: unknown): void {
  if (!(error instanceof ApiError) || error.status !== 404) throw error;
}

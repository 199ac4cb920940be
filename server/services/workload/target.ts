import { z } from "zod";
import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { readClusterView } from "#server/adapters/kubernetes/cluster-view.ts";
import { getJob } from "#server/adapters/kubernetes/job.ts";
import type { App } from "#server/context.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { DomainError } from "#server/domain/errors.ts";
import { isCarbonAware } from "#server/domain/job/facts.ts";
import type { ClusterView } from "#server/domain/job/input.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { readOwner } from "./owner.ts";
import { hasApi } from "./read.ts";

const Name = z.string().min(1).max(253);
/** Where in the fleet one Job is. */
export const JobTarget = z.object({ cluster: Name, namespace: Name, name: Name });
export type JobTarget = z.infer<typeof JobTarget>;

const CALL_MS = 5_000;

export interface FoundJob {
  cluster: ClusterRow;
  kube: KubeClient;
  job: Job;
  view: ClusterView;
  signal: AbortSignal;
}

/** The Job and what its agent decides by. @throws DomainError NOT_FOUND or PRECONDITION_FAILED, with a sentence */
export async function findJob(
  app: App,
  { cluster: clusterName, namespace, name }: JobTarget,
): Promise<FoundJob> {
  const { cluster, kube } = await clusterWithApi(app, clusterName);
  const signal = AbortSignal.timeout(CALL_MS);
  const [job, view] = await said(cluster, async () => {
    const [found, known] = await Promise.all([
      getJob(kube, namespace, name, signal),
      readClusterView(kube, cluster.zone, signal),
    ]);
    return [found, { ...known, ...(await readOwner(kube, found, signal)) }] as const;
  }).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) {
      throw new DomainError(
        "NOT_FOUND",
        `There is no Job ${namespace}/${name} on ${clusterName}. It may have been deleted.`,
      );
    }
    throw error;
  });
  if (!isCarbonAware(job)) {
    throw new DomainError(
      "PRECONDITION_FAILED",
      `${namespace}/${name} is not carbon-aware; it carries no carbon-aware.io/enabled.`,
    );
  }
  return { cluster, kube, job, view, signal };
}

export async function clusterWithApi(
  app: App,
  name: string,
): Promise<{ cluster: ClusterRow; kube: KubeClient }> {
  const cluster = await app.clusters.findByName(name);
  if (!cluster) throw new DomainError("NOT_FOUND", `There is no cluster named ${name}.`);
  if (!hasApi(cluster))
    throw new DomainError("PRECONDITION_FAILED", `${name} is not ready yet; its API does not answer.`);
  return { cluster, kube: await app.kubernetes.forCluster(cluster) };
}

/** What a cluster refuses, or that it is away, as a sentence; 404 passes, since its caller knows what is missing. */
export async function said<T>(cluster: Pick<ClusterRow, "name">, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DomainError || (error instanceof ApiError && error.status === 404)) throw error;
    if (error instanceof ApiError && error.status === 409) {
      throw new DomainError(
        "CONFLICT",
        "The Job was changed in this very moment. Look again, then try again.",
      );
    }
    const message = error instanceof Error ? error.message : String(error);
    throw new DomainError("PRECONDITION_FAILED", `${cluster.name} did not do it: ${message}`);
  }
}

import type { DecideInput, Decision } from "#server/domain/job/decision.ts";
import { conditionOf, isPaused } from "#server/domain/job/facts.ts";
import { releasePatch, unsuspendPatch } from "#server/domain/job/patch.ts";
import { kindOf } from "#server/domain/job/suspendable-kinds.ts";
import type { Job, Pod } from "#server/domain/kubernetes.ts";
import { ApiError } from "./api-error.ts";
import type { KubeClient } from "./client.ts";
import { runtimeOf } from "./training-runtime.ts";

export const JOBS_PATH = "/apis/batch/v1/jobs";

export const jobPath = (namespace: string, name: string): string =>
  `/apis/batch/v1/namespaces/${encodeURIComponent(namespace)}/jobs/${encodeURIComponent(name)}`;

const pathOf = (job: Job): string => {
  const { apiVersion, plural } = kindOf(job);
  const { namespace = "default", name } = job.metadata;
  return `/apis/${apiVersion}/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(name)}`;
};

export const getJob = (
  kube: KubeClient,
  namespace: string,
  name: string,
  signal?: AbortSignal,
): Promise<Job> => kube.json<Job>(jobPath(namespace, name), { signal });

/** The watch brings the Job: of the answer nothing is read, so the API server is spared writing all of it. */
const METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1, application/json";

/**
 * A Job, or what it stands for.
 * @throws ApiError 409 when it is no longer the one just read
 */
export async function patchJob(
  kube: KubeClient,
  job: Job,
  patch: object,
  signal?: AbortSignal,
): Promise<void> {
  await kube.patch(pathOf(job), patch, "application/merge-patch+json", { accept: METADATA, signal });
}

export type ReleaseOutcome = "released" | "released-without-place" | "not-suspended-yet";

/**
 * Lets a held Job go: place and start in one patch. Where the API server does not let the place be written until the Job controller
 * has said that it is suspended, the answer is `not-suspended-yet`, unless `force`: then the Job starts where it may.
 * @throws ApiError 409 when the Job is no longer the one just read
 */
export async function releaseJob(
  kube: KubeClient,
  job: Job,
  {
    decision,
    input,
    force,
    signal,
  }: { decision: Decision; input: DecideInput; force: boolean; signal?: AbortSignal },
): Promise<ReleaseOutcome> {
  if (isPaused(job)) {
    await patchJob(kube, job, unsuspendPatch(job, decision, input), signal);
    return "released"; // where its pods go was written before they first ran
  }
  const runtime = await runtimeOf(kube, job, signal);
  try {
    await patchJob(kube, job, releasePatch(job, decision, input, runtime), signal);
    return "released";
  } catch (error) {
    if (!refusesPlace(error, job)) throw error;
    const said = job.origin !== undefined || conditionOf(job, "Suspended")?.status === "True";
    if (!said && !force) return "not-suspended-yet";
    await patchJob(kube, job, unsuspendPatch(job, decision, input), signal);
    return "released-without-place";
  }
}

/** The webhook of another kind's operator says no in its own words, and with 403 where they are no list of fields. */
const refusesPlace = (error: unknown, job: Job): boolean =>
  error instanceof ApiError && (error.status === 422 || (job.origin !== undefined && error.status === 403));

interface ContainerStatus {
  state?: { running?: { startedAt?: string }; terminated?: { startedAt?: string } };
}

/**
 * When the first container of a Job's present stretch began to run; undefined while none has. Later than its start by what it took
 * to find a node.
 */
export async function runningSince(
  kube: KubeClient,
  { metadata: { namespace = "default", uid = "" }, status }: Job,
  signal?: AbortSignal,
): Promise<Date | undefined> {
  const { items } = await kube.list<Pod>(`/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`, {
    query: { labelSelector: `controller-uid=${uid}` },
    signal,
  });
  const resumedAt = Date.parse(status?.startTime ?? "");
  const starts = items
    .flatMap((pod) => (pod.status?.["containerStatuses"] ?? []) as ContainerStatus[])
    .map(({ state }) => Date.parse((state?.running ?? state?.terminated)?.startedAt ?? ""))
    .filter((startedAt) => startedAt >= resumedAt);
  return starts.length > 0 ? new Date(Math.min(...starts)) : undefined;
}

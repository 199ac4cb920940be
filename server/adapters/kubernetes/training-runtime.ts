import type { Fields } from "#server/domain/job/fields.ts";
import { kindOf } from "#server/domain/job/suspendable-kinds.ts";
import { runtimeRefOf } from "#server/domain/job/train-job.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { ApiError } from "./api-error.ts";
import type { KubeClient } from "./client.ts";

/** What has the pod templates of a TrainJob; undefined for any other kind, and where it is gone or may not be read. */
export async function runtimeOf(
  kube: KubeClient,
  job: Job,
  signal?: AbortSignal,
): Promise<Fields | undefined> {
  const { apiVersion, runtime } = kindOf(job);
  const ref = runtime ? runtimeRefOf(job) : undefined;
  if (!ref) return undefined;
  const scope = ref.namespaced
    ? `/namespaces/${encodeURIComponent(job.metadata.namespace ?? "default")}`
    : "";
  try {
    return await kube.json<Fields>(
      `/apis/${apiVersion}${scope}/${ref.plural}/${encodeURIComponent(ref.name)}`,
      { signal },
    );
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 403)) return undefined;
    throw error;
  }
}

import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { cronJobPath, parseForbidding } from "#server/adapters/kubernetes/cron-job.ts";
import { JOBS_PATH } from "#server/adapters/kubernetes/job.ts";
import { isCarbonAware } from "#server/domain/job/facts.ts";
import { lengthsByOwner } from "#server/domain/job/history.ts";
import type { ClusterView } from "#server/domain/job/input.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";

/** What its agent knows of a Job by its owner: how long its other Jobs ran, and whether it forbids two at once. */
export async function readOwner(
  kube: KubeClient,
  { metadata }: Job,
  signal: AbortSignal,
): Promise<Pick<ClusterView, "lengthsOf" | "cronJobOf">> {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (!owner) return {};
  const [{ items }, cronJob] = await Promise.all([
    kube.list<Job>(JOBS_PATH, { signal }),
    owner.kind === "CronJob"
      ? findCronJob(kube, metadata.namespace ?? "default", owner.name, signal)
      : undefined,
  ]);
  const lengths = lengthsByOwner(items.filter(isCarbonAware));
  const forbidding = cronJob && parseForbidding(cronJob);
  return { lengthsOf: (uid) => lengths.get(uid) ?? [], cronJobOf: () => forbidding };
}

async function findCronJob(
  kube: KubeClient,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return await kube.json<KubeObject>(cronJobPath(namespace, name), { signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

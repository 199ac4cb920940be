import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { inputFor } from "#server/domain/job/input.ts";
import { releasePatch } from "#server/domain/job/patch.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { JOBS, listJobs, MERGE } from "./jobs.ts";
import { each } from "./plane.ts";

const VIEW = { policies: [], paused: false, zone: "DE", signalOf: () => undefined };

const patchOf = (job: Job): unknown => {
  const { input } = inputFor(job, VIEW, { now: new Date(), previous: undefined });
  return releasePatch(job, { kind: "run-now", reason: "UnderLimit" }, input);
};

/**
 * As fast as it can: the patch that the agent would send (place and start in one), made beforehand, and nothing decided, watched or
 * told. Resolves to how long it took, ms.
 */
export async function patchBare(kube: KubeClient, prefix: string, atOnce: number): Promise<number> {
  const ready = (await listJobs(kube, prefix)).map((job) => ({ job, patch: patchOf(job) }));
  const startedAt = performance.now();
  await each(ready, atOnce, ({ job, patch }) => kube.patch(`${JOBS}/${job.metadata.name}`, patch, MERGE));
  return performance.now() - startedAt;
}

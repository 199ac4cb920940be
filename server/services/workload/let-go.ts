import { randomUUID } from "node:crypto";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { releaseJob } from "#server/adapters/kubernetes/job.ts";
import type { App } from "#server/context.ts";
import { decide } from "#server/domain/job/decide.ts";
import { inputFor, type ClusterView } from "#server/domain/job/input.ts";
import { DEFAULT_POWER, powerOf } from "#server/domain/job/power.ts";
import type { Job } from "#server/domain/kubernetes.ts";

/** Starts a held Job because a person asked: written down first, as the agent does, then place and start in one patch. @throws ApiError */
export async function letGo(
  app: Pick<App, "clock" | "decisions">,
  clusterId: string,
  { kube, job, view, signal }: { kube: KubeClient; job: Job; view: ClusterView; signal: AbortSignal },
): Promise<void> {
  const { input } = inputFor(job, view, { now: app.clock.now(), previous: undefined });
  const asked = { ...input, job: { ...input.job, runRequested: true } };
  const decision = decide(asked);
  const { uid = "", namespace = "default", name } = job.metadata;
  const { watts } = powerOf(job, DEFAULT_POWER);
  const id = randomUUID();
  await app.decisions.store([
    { id, clusterId, jobUid: uid, namespace, name, decision, released: true, input: asked, watts },
  ]);
  await releaseJob(kube, job, { decision, input: asked, force: true, signal });
}

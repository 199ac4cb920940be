import { z } from "zod";
import { isConflict } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { NAMESPACES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { isSimulated } from "#server/domain/cluster/provider-words.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { sampleJobs } from "#server/domain/workload/samples.ts";
import { clusterWithApi, said } from "./target.ts";

export const SubmitSamples = z.object({
  cluster: z.string().min(1).max(63),
  count: z
    .int({ error: "Give a whole number of Jobs." })
    .min(1, { error: "Submit 1 to 200 Jobs." })
    .max(200, { error: "Submit 1 to 200 Jobs." }),
});
export type SubmitSamples = z.infer<typeof SubmitSamples>;

const AT_ONCE = 8;

/** Batch Jobs to watch, where nodes are simulated only: on real ones they would burn electricity for nothing. */
export async function submitSamples(
  app: App,
  { cluster: name, count }: SubmitSamples,
): Promise<{ created: number }> {
  authorise(app.actor, "operate", "submit sample Jobs");
  const { cluster, kube } = await clusterWithApi(app, name);
  if (!isSimulated(cluster.provider))
    throw new DomainError(
      "PRECONDITION_FAILED",
      `${name} is real. Sample Jobs are for clusters with simulated nodes only.`,
    );
  const jobs = sampleJobs(count, Math.random);
  await said(cluster, async () => {
    for (const namespace of new Set(jobs.map(({ metadata }) => metadata.namespace ?? "")))
      await ensureNamespace(kube, namespace);
    for (let at = 0; at < jobs.length; at += AT_ONCE)
      await Promise.all(jobs.slice(at, at + AT_ONCE).map((job) => submit(kube, job)));
  });
  await app.audit.add(name, {
    actor: app.actor,
    action: "workload.samples",
    at: app.clock.now(),
    detail: { count },
  });
  await app.live.publish("workloads");
  return { created: count };
}

async function ensureNamespace(kube: KubeClient, name: string): Promise<void> {
  const body = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
  await kube
    .json(NAMESPACES_PATH, { method: "POST", body, signal: AbortSignal.timeout(5_000) })
    .catch((error: unknown) => {
      if (!isConflict(error)) throw error;
    });
}

const submit = (kube: KubeClient, job: Job): Promise<unknown> =>
  kube.json(`/apis/batch/v1/namespaces/${job.metadata.namespace}/jobs`, {
    method: "POST",
    body: job,
    signal: AbortSignal.timeout(10_000),
  });

import { patchJob } from "#server/adapters/kubernetes/job.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import { isNeverStarted, isPaused } from "#server/domain/job/facts.ts";
import { annotatePatch } from "#server/domain/job/patch.ts";
import { refuseLocked } from "../cluster/view.ts";
import { findJob, said, type JobTarget } from "./target.ts";

/** Keeps a waiting Job back until its latest start, whatever the grid does; the agent reads the wish from the Job. */
export async function holdJob(app: App, target: JobTarget): Promise<void> {
  authorise(app.actor, "operate", "hold a Job");
  const { cluster, kube, job, signal } = await findJob(app, target);
  refuseLocked(cluster);
  if (job.spec.suspend !== true || !(isNeverStarted(job) || isPaused(job))) {
    throw new DomainError(
      "PRECONDITION_FAILED",
      `${target.namespace}/${target.name} has started; what runs is never held.`,
    );
  }
  await said(cluster, () => patchJob(kube, job, annotatePatch(job, { [ANNOTATION.hold]: "true" }), signal));
  await app.audit.add(`${cluster.name}/${target.namespace}/${target.name}`, {
    actor: app.actor,
    action: "workload.hold",
    at: app.clock.now(),
  });
  await app.live.publish("workloads");
}

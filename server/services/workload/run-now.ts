import { isConflict } from "#server/adapters/kubernetes/api-error.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { isNeverStarted, isPaused } from "#server/domain/job/facts.ts";
import { refuseLocked } from "../cluster/view.ts";
import { letGo } from "./let-go.ts";
import { findJob, said, type JobTarget } from "./target.ts";

const MOST_ATTEMPTS = 4; // its agent may write to it in this very moment

/** A person's word over the grid's: the Job starts now, its place written in the same patch. */
export async function runNow(app: App, target: JobTarget): Promise<void> {
  authorise(app.actor, "operate", "start a Job");
  const { namespace, name } = target;
  for (let attempt = 1; ; attempt++) {
    const { cluster, kube, job, view, signal } = await findJob(app, target);
    refuseLocked(cluster);
    if (job.spec.suspend !== true || !(isNeverStarted(job) || isPaused(job))) {
      throw new DomainError("PRECONDITION_FAILED", `${namespace}/${name} has started already.`);
    }
    const done = await letGo(app, cluster.id, { kube, job, view, signal }).then(
      () => true,
      (error: unknown) => {
        if (isConflict(error) && attempt < MOST_ATTEMPTS) return false;
        return said(cluster, () => Promise.reject(error));
      },
    );
    if (done) break;
  }
  await app.audit.add(`${target.cluster}/${namespace}/${name}`, {
    actor: app.actor,
    action: "workload.run-now",
    at: app.clock.now(),
  });
  await app.live.publish("workloads");
}

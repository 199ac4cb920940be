import { randomUUID } from "node:crypto";
import { releaseJob } from "#server/adapters/kubernetes/job.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { decide } from "#server/domain/job/decide.ts";
import { isNeverStarted } from "#server/domain/job/facts.ts";
import { inputFor } from "#server/domain/job/input.ts";
import { findJob, said, type JobTarget } from "./target.ts";

/** A person's word over the grid's: the Job starts now, its place written in the same patch. */
export async function runNow(app: App, target: JobTarget): Promise<void> {
  authorise(app.actor, "operate", "start a Job");
  const { cluster, kube, job, view, signal } = await findJob(app, target);
  if (job.spec.suspend !== true || !isNeverStarted(job)) {
    throw new DomainError("PRECONDITION_FAILED", `${target.namespace}/${target.name} has started already.`);
  }
  const { input } = inputFor(job, view, { now: app.clock.now(), previous: undefined });
  const asked = { ...input, job: { ...input.job, runRequested: true } };
  const decision = decide(asked);
  const { namespace, name } = target;
  // written down first, as the agent does
  await app.decisions.store([
    {
      id: randomUUID(),
      clusterId: cluster.id,
      jobUid: job.metadata.uid ?? "",
      namespace,
      name,
      decision,
      released: true,
      input: asked,
    },
  ]);
  await said(cluster, () => releaseJob(kube, job, { decision, input: asked, force: true, signal }));
  await app.audit.add(`${cluster.name}/${namespace}/${name}`, {
    actor: app.actor,
    action: "workload.run-now",
    at: app.clock.now(),
  });
  await app.live.publish("workloads");
}

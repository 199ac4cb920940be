import type { Job } from "#server/domain/kubernetes.ts";
import { TRACKING_FINALIZER, controllerOf, type RunningPod, type TrackedJob } from "../objects.ts";
import { keyOf, splitKey, type Controller, type ControllerDeps } from "../runtime/controller.ts";
import { breathe } from "../runtime/turn.ts";
import { podFromTemplate } from "./pod-from-template.ts";
import { isJobFinished } from "./job-ending.ts";
import { planJob, type JobPlan } from "./plan-job.ts";

const COMPONENT = "job-controller";
const OURS = "kubernetes.io/job-controller";
/** What would change how a Job ends: better left waiting than ended wrongly. */
const NOT_SIMULATED = ["podFailurePolicy", "successPolicy", "backoffLimitPerIndex"];

/** Runs Jobs as kube-controller-manager does; Jobs with another `spec.managedBy` are left alone. */
export function jobController({ api, clock, owners, events }: ControllerDeps): Controller {
  const podsOf = (job: Job): RunningPod[] =>
    owners
      .dependents(job.metadata.uid ?? "", "pods")
      .map(({ namespace, name }) => api.get<RunningPod>("pods", namespace, name))
      .filter((pod) => pod !== undefined);

  async function untrack(pod: RunningPod): Promise<void> {
    await api.update<RunningPod>("pods", pod.metadata.namespace, pod.metadata.name, ({ metadata }) => {
      metadata.finalizers = (metadata.finalizers ?? []).filter(
        (finalizer) => finalizer !== TRACKING_FINALIZER,
      );
    });
  }

  async function removePod(job: Job, pod: RunningPod): Promise<void> {
    await api.delete("pods", pod.metadata.namespace, pod.metadata.name);
    await events.record(
      job,
      { type: "Normal", reason: "SuccessfulDelete", message: `Deleted pod: ${pod.metadata.name}` },
      COMPONENT,
    );
  }

  async function createPod(job: Job, index: number): Promise<void> {
    const pod = await api.create(podFromTemplate(job, index));
    await events.record(
      job,
      { type: "Normal", reason: "SuccessfulCreate", message: `Created pod: ${pod.metadata.name}` },
      COMPONENT,
    );
  }

  async function goesBeyond(job: Job): Promise<boolean> {
    const beyond = NOT_SIMULATED.filter((field) => job.spec[field] !== undefined).join(", ");
    if (!beyond) return false;
    const message = `A sandbox cluster is simulated and does not follow ${beyond}; the Job waits`;
    await events.record(job, { type: "Warning", reason: "NotSimulated", message }, COMPONENT);
    return true;
  }

  async function carryOut(job: TrackedJob, plan: JobPlan): Promise<void> {
    for (const pod of plan.remove) await untrack(pod);
    for (const pod of [...plan.remove, ...plan.end]) await removePod(job, pod);
    for (const index of plan.create) {
      await createPod(job, index);
      await breathe();
    }
    if (JSON.stringify(plan.status) !== JSON.stringify(job.status)) {
      await api.updateStatus<TrackedJob>("jobs", job.metadata.namespace, job.metadata.name, (newest) => {
        newest.status = plan.status;
      });
    }
    for (const pod of plan.release) await untrack(pod);
    for (const event of plan.events) await events.record(job, event, COMPONENT);
  }

  return {
    name: COMPONENT,
    *keysOf(plural, { object }) {
      if (plural === "jobs") yield keyOf(object);
      const owner = plural === "pods" ? controllerOf(object, "Job") : undefined;
      if (owner) yield `${object.metadata.namespace ?? ""}/${owner.name}`;
    },
    allKeys: () => api.list("jobs").map(keyOf),
    async reconcile(key) {
      const { namespace, name } = splitKey(key);
      const job = api.get<TrackedJob>("jobs", namespace, name);
      if (!job || (job.spec.managedBy ?? OURS) !== OURS || isJobFinished(job)) return undefined;
      if (await goesBeyond(job)) return undefined;
      const plan = planJob(job, podsOf(job), clock.now());
      await carryOut(job, plan);
      return plan.requeueAfterMs === undefined ? undefined : { requeueAfterMs: plan.requeueAfterMs };
    },
  };
}

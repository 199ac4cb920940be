import { isReady, type JobStatus, type RunningPod, type TrackedJob } from "../objects.ts";
import type { EventText } from "../runtime/event-recorder.ts";
import { timestamp } from "../runtime/timestamp.ts";
import { countPods, noteFinished, settleCounts } from "./count-pods.ts";
import {
  completionOf,
  completionsOf,
  deadlineOf,
  endingOf,
  finish,
  jobCondition,
  type Ending,
} from "./job-ending.ts";
import { backoffMs, indexOf, isActive, isTerminating, leastWorthKeeping } from "./pods-of-job.ts";

/** What to do about a Job, in this order: pods, status, finalizers, Events. */
export interface JobPlan {
  /** Indexes of the pods to create; -1 for a Job without indexes. */
  create: number[];
  /** Deleted without counting: their finalizer goes first. */
  remove: RunningPod[];
  /** Deleted because the Job ends. */
  end: RunningPod[];
  /** Counted: their finalizer may go. */
  release: RunningPod[];
  status: JobStatus;
  events: EventText[];
  requeueAfterMs: number | undefined;
}
interface Standing {
  now: number;
  active: RunningPod[];
  succeeded: number;
  done: ReadonlySet<number> | undefined;
}

const MOST_PODS_A_PASS = 500;

/** One pass of the Job controller, as kube-controller-manager's syncJob decides it. `pods` are all that the Job owns. */
export function planJob(job: TrackedJob, pods: readonly RunningPod[], at: Date): JobPlan {
  const now = +at;
  const status = settleCounts(job, pods);
  const plan: JobPlan = {
    create: [],
    remove: [],
    end: [],
    release: [],
    status,
    events: [],
    requeueAfterMs: undefined,
  };
  const { succeeded, failed, done } = countPods(job, pods, status);
  if (!status.startTime && !job.spec.suspend) status.startTime = timestamp(now);
  const active = pods.filter(isActive);
  const ending = endingOf(job, pods, failed, now) ?? goOn(plan, job, pods, { now, active, succeeded, done });
  if (ending) plan.end = active.filter((pod) => !plan.remove.includes(pod));

  const gone = new Set([...plan.remove, ...plan.end]);
  status.active = active.length + plan.create.length - gone.size;
  status.ready = active.filter((pod) => isReady(pod) && !gone.has(pod)).length;
  status.terminating = pods.filter(isTerminating).length + gone.size;
  const kept = pods.filter((pod) => !plan.remove.includes(pod));
  plan.release = noteFinished(status, job, kept, { ended: ending?.type, done });
  if (ending) close(plan, ending, now);
  for (const count of ["active", "succeeded", "failed"] as const)
    if (status[count] === 0) delete status[count];
  return plan;
}

/** Brings the number of pods to what is wanted. Returns the ending when nothing is left to do. */
function goOn(plan: JobPlan, job: TrackedJob, pods: readonly RunningPod[], at: Standing): Ending | undefined {
  const deleting = job.metadata.deletionTimestamp !== undefined;
  if (!deleting) managePods(plan, job, pods, at);
  const left = at.active.length + plan.create.length - plan.remove.length;
  const ending = completionOf(job, at.succeeded, left);
  if (ending || deleting) return ending;
  turnSuspended(plan, job, at.now);
  const deadline = deadlineOf({ ...job, status: plan.status });
  if (deadline !== undefined) {
    plan.requeueAfterMs = Math.min(plan.requeueAfterMs ?? Infinity, Math.max(deadline - at.now, 0));
  }
  return undefined;
}

function managePods(plan: JobPlan, job: TrackedJob, pods: readonly RunningPod[], at: Standing): void {
  const { active, succeeded, done, now } = at;
  const wanted = job.spec.suspend ? 0 : wantedPods(job, active.length, succeeded);
  if (active.length > wanted) {
    plan.remove = leastWorthKeeping(active, active.length - wanted);
    return;
  }
  const replaced = job.spec["podReplacementPolicy"] === "Failed" ? pods.filter(isTerminating).length : 0;
  const missing = Math.min(wanted - active.length - replaced, MOST_PODS_A_PASS);
  if (missing <= 0) return;
  const waitMs = backoffMs(pods, job, now);
  if (waitMs > 0) plan.requeueAfterMs = waitMs;
  else plan.create = done ? firstFree(job, active, done, missing) : Array.from({ length: missing }, () => -1);
}

function wantedPods(job: TrackedJob, active: number, succeeded: number): number {
  const parallelism = job.spec.parallelism ?? 1;
  const completions = completionsOf(job);
  if (completions === undefined) return succeeded > 0 ? active : parallelism;
  return Math.max(0, Math.min(completions - succeeded, parallelism));
}

function firstFree(
  job: TrackedJob,
  active: readonly RunningPod[],
  done: ReadonlySet<number>,
  most: number,
): number[] {
  const taken = new Set([...done, ...active.map(indexOf)]);
  const all = Array.from({ length: completionsOf(job) ?? 0 }, (_, index) => index);
  return all.filter((index) => !taken.has(index)).slice(0, most);
}

/** Suspending takes the start time back, so that the active deadline counts from the resumption. */
function turnSuspended({ status, events }: JobPlan, job: TrackedJob, now: number): void {
  const conditions = (status.conditions ??= []);
  const at = conditions.findIndex(({ type }) => type === "Suspended");
  const wanted = job.spec.suspend === true;
  if (wanted === (conditions[at]?.status === "True")) return;
  const words = wanted
    ? { reason: "JobSuspended", message: "Job suspended" }
    : { reason: "JobResumed", message: "Job resumed" };
  const condition = jobCondition("Suspended", wanted ? "True" : "False", words, now);
  conditions.splice(at < 0 ? conditions.length : at, 1, condition);
  events.push({ type: "Normal", reason: wanted ? "Suspended" : "Resumed", message: words.message });
  if (wanted) delete status.startTime;
}

function close({ status, release, events }: JobPlan, ending: Ending, now: number): void {
  const open = release.length > 0 || (status.terminating ?? 0) > 0;
  if (!finish(status, ending, open, now)) return;
  const { reason, message } = ending;
  events.push(
    ending.type === "Complete"
      ? { type: "Normal", reason: "Completed", message: "Job completed" }
      : { type: "Warning", reason, message },
  );
}

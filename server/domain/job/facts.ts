import type { Job, KubeCondition } from "../kubernetes.ts";
import { ANNOTATION } from "./annotations.ts";
import { fieldsAt } from "./fields.ts";
import { kindOf, originOf } from "./suspendable-kinds.ts";

/** Suspension belongs to the queue manager where one owns the Job. */
export const KUEUE_LABEL = "kueue.x-k8s.io/queue-name";

export const annotationsOf = (job: Job): Readonly<Record<string, string>> => job.metadata.annotations ?? {};

/** A person asked for carbon-awareness on this Job, and no other queue manager owns it. */
export function isCarbonAware(job: Job): boolean {
  const { labels = {} } = job.metadata;
  const { managedBy } = job.spec;
  if (labels[KUEUE_LABEL] !== undefined) return false;
  if (managedBy !== undefined && managedBy !== kindOf(job).controller) return false;
  return annotationsOf(job)[ANNOTATION.enabled] === "true" && obstacleOf(job) === undefined;
}

/** Why its operator would not let it be suspended, for people. */
export const obstacleOf = (job: Job): string | undefined =>
  kindOf(job).obstacle?.(fieldsAt(originOf(job), "spec"));

/** The API server lets us write where its pods may go: suspended, and none has run. */
export const isNeverStarted = (job: Job): boolean =>
  !job.status?.startTime && !job.status?.active && !job.status?.succeeded && !job.status?.failed;

/** What an interruptible Job ran before its present stretch; 0 for one that was never suspended by us. */
export function ranMsOf(job: Job): number {
  const text = annotationsOf(job)[ANNOTATION.ran] ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : 0;
}

/** We suspended it after it had run: what Kubernetes says of its pods is no sign that a person did. */
export const isPaused = (job: Job): boolean =>
  annotationsOf(job)[ANNOTATION.ran] !== undefined &&
  annotationsOf(job)[ANNOTATION.state] === "held" &&
  job.spec.suspend === true;

/**
 * Nobody but us suspended it. What the status of another kind says then is no sign that a person did: its operator may have begun in
 * the moment before it was told to wait.
 */
export const isOursToRelease = (job: Job): boolean =>
  isNeverStarted(job) ||
  isPaused(job) ||
  (job.origin !== undefined && annotationsOf(job)[ANNOTATION.state] === "held");

export const isFinished = (job: Job): boolean => outcomeOf(job) !== null;

export function outcomeOf(job: Job): "complete" | "failed" | null {
  if (conditionOf(job, "Complete")?.status === "True") return "complete";
  if (conditionOf(job, "Failed")?.status === "True") return "failed";
  return null;
}

export const conditionOf = (job: Job, type: string): KubeCondition | undefined =>
  job.status?.conditions?.find((condition) => condition.type === type);

/** When a Job came to be; `now` for one that is only being created. */
export const submittedAtOf = (job: Job, now: Date): Date =>
  job.metadata.creationTimestamp ? new Date(job.metadata.creationTimestamp) : now;

export function finishedAtOf(job: Job): Date | null {
  const failed = conditionOf(job, "Failed");
  const at =
    job.status?.completionTime ?? (failed?.status === "True" ? failed.lastTransitionTime : undefined);
  return at ? new Date(at) : null;
}

export const keyOf = (object: { metadata: { namespace?: string; name: string } }): string =>
  `${object.metadata.namespace ?? ""}/${object.metadata.name}`;

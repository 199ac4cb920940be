import type { JobStatus, RunningPod, TrackedJob } from "../objects.ts";
import { formatIndexes, parseIndexes } from "./completed-indexes.ts";
import { hasFailed, hasSucceeded, indexOf, isTracked } from "./pods-of-job.ts";

const uidOf = ({ metadata }: RunningPod): string => metadata.uid ?? "";

function setUncounted(status: JobStatus, succeeded: string[], failed: string[]): void {
  status.uncountedTerminatedPods = {
    ...(succeeded.length > 0 && { succeeded }),
    ...(failed.length > 0 && { failed }),
  };
}

/** The status at the start of a pass: what was noted as finished counts once its finalizer is gone. */
export function settleCounts(job: TrackedJob, pods: readonly RunningPod[]): JobStatus {
  const status: JobStatus = structuredClone(job.status ?? {});
  const tracked = new Set(pods.filter(isTracked).map(uidOf));
  const noted = status.uncountedTerminatedPods ?? {};
  const succeeded = (noted.succeeded ?? []).filter((uid) => tracked.has(uid));
  const failed = (noted.failed ?? []).filter((uid) => tracked.has(uid));
  status.succeeded = (status.succeeded ?? 0) + (noted.succeeded?.length ?? 0) - succeeded.length;
  status.failed = (status.failed ?? 0) + (noted.failed?.length ?? 0) - failed.length;
  setUncounted(status, succeeded, failed);
  return status;
}

/** All that ended so far, noted or not. `done` are the completed indexes of an indexed Job. */
export function countPods(job: TrackedJob, pods: readonly RunningPod[], status: JobStatus) {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const tracked = pods.filter(isTracked);
  const newSucceeded = tracked.filter((pod) => hasSucceeded(pod) && !succeeded.includes(uidOf(pod)));
  const newFailed = tracked.filter((pod) => hasFailed(pod, job) && !failed.includes(uidOf(pod)));
  const done = job.spec["completionMode"] === "Indexed" ? parseIndexes(status.completedIndexes) : undefined;
  if (done) for (const pod of pods.filter(hasSucceeded)) done.add(indexOf(pod));
  return {
    succeeded: done ? done.size : (status.succeeded ?? 0) + succeeded.length + newSucceeded.length,
    failed: (status.failed ?? 0) + failed.length + newFailed.length,
    done,
  };
}

/**
 * Notes finished pods in the status before their finalizers go: a restart between the two counts none twice.
 * @param ended what the Job comes to; then every pod left is let go, and counts as failed if the Job did
 * @returns the pods whose finalizer may go
 */
export function noteFinished(
  status: JobStatus,
  job: TrackedJob,
  pods: readonly RunningPod[],
  { ended, done }: { ended: "Complete" | "Failed" | undefined; done: ReadonlySet<number> | undefined },
): RunningPod[] {
  const succeeded = new Set(status.uncountedTerminatedPods?.succeeded);
  const failed = new Set(status.uncountedTerminatedPods?.failed);
  const over = ended !== undefined || job.metadata.deletionTimestamp !== undefined;
  const release = pods.filter((pod) => isTracked(pod) && (over || hasSucceeded(pod) || hasFailed(pod, job)));
  for (const pod of release) {
    if (hasSucceeded(pod) && !done) succeeded.add(uidOf(pod));
    if (!hasSucceeded(pod) && (hasFailed(pod, job) || ended === "Failed")) failed.add(uidOf(pod));
  }
  setUncounted(status, [...succeeded], [...failed]);
  if (done) {
    status.completedIndexes = formatIndexes(done);
    status.succeeded = done.size;
  }
  return release;
}

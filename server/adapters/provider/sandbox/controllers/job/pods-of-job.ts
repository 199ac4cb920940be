import type { Job } from "#server/domain/kubernetes.ts";
import { TRACKING_FINALIZER, isFinished, isReady, type RunningPod } from "../objects.ts";
import { millis } from "../runtime/timestamp.ts";

export const INDEX_ANNOTATION = "batch.kubernetes.io/job-completion-index";
const FIRST_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 600_000;

export const isActive = (pod: RunningPod): boolean => !isFinished(pod) && !pod.metadata.deletionTimestamp;
export const isTerminating = (pod: RunningPod): boolean =>
  !isFinished(pod) && pod.metadata.deletionTimestamp !== undefined;
export const isTracked = (pod: RunningPod): boolean =>
  pod.metadata.finalizers?.includes(TRACKING_FINALIZER) ?? false;
export const hasSucceeded = (pod: RunningPod): boolean => pod.status?.phase === "Succeeded";

/** A pod deleted from outside counts as failed, unless the Job waits for its real end. */
export function hasFailed(pod: RunningPod, { spec }: Job): boolean {
  if (pod.status?.phase === "Failed") return true;
  if (spec["podReplacementPolicy"] === "Failed") return false;
  return pod.metadata.deletionTimestamp !== undefined && !hasSucceeded(pod);
}

/** When the last container ended; for a deleted pod the instant of its deletion. */
export function finishedAt(pod: RunningPod): number {
  const ends = (pod.status?.containerStatuses ?? []).map(({ state }) => millis(state.terminated?.finishedAt));
  if (ends.length > 0 && ends.every((end) => end !== undefined)) return Math.max(...ends);
  const deletion = millis(pod.metadata.deletionTimestamp);
  if (deletion !== undefined) return deletion - (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1_000;
  return millis(pod.metadata.creationTimestamp) ?? 0;
}

/** How long the next pod still waits: 10 s after a failure, doubled by each one since the last success, at most 10 min. */
export function backoffMs(pods: readonly RunningPod[], job: Job, now: number): number {
  const lastSuccess = Math.max(-Infinity, ...pods.filter(hasSucceeded).map(finishedAt));
  const failures = pods
    .filter((pod) => hasFailed(pod, job))
    .map(finishedAt)
    .filter((at) => at > lastSuccess);
  if (failures.length === 0) return 0;
  const wait = Math.min(FIRST_BACKOFF_MS * 2 ** (failures.length - 1), LONGEST_BACKOFF_MS);
  return Math.max(0, Math.max(...failures) + wait - now);
}

/** Restarts in place count against the limit when the pods restart on failure. */
export function restartsExceedLimit(job: Job, pods: readonly RunningPod[]): boolean {
  if (job.spec.template.spec["restartPolicy"] !== "OnFailure") return false;
  const restarts = pods
    .filter((pod) => !isFinished(pod))
    .flatMap((pod) => pod.status?.containerStatuses ?? [])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
  const limit = job.spec.backoffLimit ?? 6;
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

export const indexOf = (pod: RunningPod): number =>
  Number(pod.metadata.annotations?.[INDEX_ANNOTATION] ?? -1);

/** The pods to give up first: not ready before ready, the youngest first. */
export const leastWorthKeeping = (pods: readonly RunningPod[], count: number): RunningPod[] =>
  pods
    .toSorted(
      (a, b) =>
        Number(isReady(a)) - Number(isReady(b)) ||
        (b.metadata.creationTimestamp ?? "").localeCompare(a.metadata.creationTimestamp ?? ""),
    )
    .slice(0, count);

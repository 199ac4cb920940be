import type { KubeCondition } from "#server/domain/kubernetes.ts";
import { conditionTrue, type JobStatus, type RunningPod, type TrackedJob } from "../objects.ts";
import { millis, timestamp } from "../runtime/timestamp.ts";
import { restartsExceedLimit } from "./pods-of-job.ts";

export interface Ending {
  type: "Complete" | "Failed";
  reason: string;
  message: string;
}
const REACHED: Ending = {
  type: "Complete",
  reason: "CompletionsReached",
  message: "Reached expected number of succeeded pods",
};

export const isJobFinished = ({ status }: { status?: { conditions?: KubeCondition[] } }): boolean =>
  conditionTrue(status?.conditions, "Complete") || conditionTrue(status?.conditions, "Failed");

/** How many must succeed; undefined for a work queue, where one success is the end. */
export const completionsOf = ({ spec }: TrackedJob): number | undefined =>
  spec.completions ?? (spec.parallelism === undefined ? 1 : undefined);

/** Decided in an earlier pass, or now by a limit. */
export function endingOf(
  job: TrackedJob,
  pods: readonly RunningPod[],
  failed: number,
  now: number,
): Ending | undefined {
  const conditions = job.status?.conditions;
  if (conditionTrue(conditions, "SuccessCriteriaMet")) return REACHED;
  const target = conditions?.find(({ type, status }) => type === "FailureTarget" && status === "True");
  if (target) return { type: "Failed", reason: target.reason ?? "", message: target.message ?? "" };
  if (failed > (job.spec.backoffLimit ?? 6) || restartsExceedLimit(job, pods)) {
    return {
      type: "Failed",
      reason: "BackoffLimitExceeded",
      message: "Job has reached the specified backoff limit",
    };
  }
  const deadline = deadlineOf(job);
  if (deadline === undefined || now < deadline) return undefined;
  return {
    type: "Failed",
    reason: "DeadlineExceeded",
    message: "Job was active longer than specified deadline",
  };
}

/** `activeDeadlineSeconds` counts from the start, which a suspension takes back. */
export function deadlineOf({ spec, status }: TrackedJob): number | undefined {
  const startedAt = millis(status?.startTime);
  if (spec.suspend || spec.activeDeadlineSeconds === undefined || startedAt === undefined) return undefined;
  return startedAt + spec.activeDeadlineSeconds * 1_000;
}

/** @param left pods that are active still */
export function completionOf(job: TrackedJob, succeeded: number, left: number): Ending | undefined {
  const completions = completionsOf(job);
  const reached = completions === undefined ? succeeded > 0 : succeeded >= completions;
  return left === 0 && reached ? REACHED : undefined;
}

/**
 * Writes the interim condition, and the last one when nothing is uncounted and no pod is on its way out.
 * @returns whether the Job is finished now
 */
export function finish(status: JobStatus, ending: Ending, open: boolean, now: number): boolean {
  const conditions = (status.conditions ??= []);
  const interim = ending.type === "Complete" ? "SuccessCriteriaMet" : "FailureTarget";
  if (!conditionTrue(conditions, interim)) conditions.push(jobCondition(interim, "True", ending, now));
  if (open) return false;
  conditions.push(jobCondition(ending.type, "True", ending, now));
  if (ending.type === "Complete") status.completionTime = timestamp(now);
  return true;
}

export const jobCondition = (
  type: string,
  status: string,
  { reason, message }: { reason: string; message: string },
  now: number,
): KubeCondition & { lastProbeTime: string } => ({
  type,
  status,
  reason,
  message,
  lastProbeTime: timestamp(now),
  lastTransitionTime: timestamp(now),
});

import type { Job, KubeCondition } from "../kubernetes.ts";
import { countAt, fieldsAt, isFields, listAt, textAt, type Fields } from "./fields.ts";

/** What a kind's status says, in the words of a Job's: whether its pods have run, since when, and how it ended. */
export type JobStatus = NonNullable<Job["status"]>;
export type StatusReader = (object: Fields) => JobStatus;

const ended = (type: "Complete" | "Failed", at: string | undefined): JobStatus => ({
  conditions: [{ type, status: "True", lastTransitionTime: at }],
  ...(type === "Complete" && { completionTime: at }),
});

/** It has run: since then where that is known. */
const ran = (since: string | undefined): JobStatus => ({
  active: 1,
  ...(since !== undefined && { startTime: since }),
});

const conditionsIn = (object: Fields): KubeCondition[] =>
  listAt(object, "status", "conditions").filter(
    (condition): condition is KubeCondition & Fields =>
      isFields(condition) && typeof condition["type"] === "string" && typeof condition["status"] === "string",
  );

/** Those that end in True of conditions by the names Complete and Failed, as Jobs have them too. */
function endingOf(conditions: readonly KubeCondition[], complete: string): JobStatus {
  for (const { type, status, lastTransitionTime } of conditions) {
    if (status !== "True") continue;
    if (type === complete) return ended("Complete", lastTransitionTime);
    if (type === "Failed") return ended("Failed", lastTransitionTime);
  }
  return {};
}

/** Sums over the Jobs that it made: a restart counts as a failure, since its pods have run. */
function countsOf(object: Fields, list: string): JobStatus {
  const jobs = listAt(object, "status", list);
  const sum = (...names: string[]) =>
    jobs.reduce<number>((all, job) => all + names.reduce((some, name) => some + countAt(job, name), 0), 0);
  return {
    active: sum("active", "ready"),
    succeeded: sum("succeeded"),
    failed: sum("failed") + countAt(object, "status", "restarts"),
  };
}

export const jobSetStatus: StatusReader = (object) => ({
  ...countsOf(object, "replicatedJobsStatus"),
  ...endingOf(conditionsIn(object), "Completed"),
});

export const trainJobStatus: StatusReader = (object) => ({
  ...countsOf(object, "jobsStatus"),
  ...endingOf(conditionsIn(object), "Complete"),
});

const RAY_UNSTARTED = new Set([undefined, "Suspending", "Suspended"]);

/** KubeRay sets a start time before it looks whether it is to suspend: only where that is not asked is it a start. */
export const rayJobStatus: StatusReader = (object) => {
  const state = textAt(object, "status", "jobDeploymentStatus");
  const endedAt = textAt(object, "status", "endTime");
  const since = textAt(object, "status", "startTime");
  if (state === "Complete") {
    const type = textAt(object, "status", "jobStatus") === "SUCCEEDED" ? "Complete" : "Failed";
    return { ...ran(since), ...ended(type, endedAt), active: 0 };
  }
  if (state === "Failed") return { ...ran(since), ...ended("Failed", endedAt), active: 0 };
  const isToSuspend = fieldsAt(object, "spec")["suspend"] === true;
  if (RAY_UNSTARTED.has(state) || (state === "Initializing" && isToSuspend)) return {};
  return ran(since);
};

/** It has no end of its own: it runs until it is deleted. */
export const rayClusterStatus: StatusReader = (object) => {
  const state = textAt(object, "status", "state");
  const pods =
    countAt(object, "status", "readyWorkerReplicas") + countAt(object, "status", "availableWorkerReplicas");
  const hasHead = textAt(object, "status", "head", "podName") ?? textAt(object, "status", "head", "podIP");
  const isUp = state !== undefined && state !== "suspended";
  if (!isUp && pods === 0 && hasHead === undefined) return {};
  return ran(textAt(object, "status", "stateTransitionTimes", "ready"));
};

const SPARK_UNSTARTED = new Set([undefined, "SUSPENDING", "SUSPENDED", "RESUMING"]);

export const sparkStatus: StatusReader = (object) => {
  const state = textAt(object, "status", "applicationState", "state");
  const since = textAt(object, "status", "lastSubmissionAttemptTime");
  const endedAt = textAt(object, "status", "terminationTime");
  if (state === "COMPLETED") return { ...ran(since), ...ended("Complete", endedAt), active: 0 };
  if (state === "FAILED") return { ...ran(since), ...ended("Failed", endedAt), active: 0 };
  const attempts =
    countAt(object, "status", "submissionAttempts") + countAt(object, "status", "executionAttempts");
  const isUnstarted = SPARK_UNSTARTED.has(state) && attempts === 0 && since === undefined;
  return isUnstarted ? {} : ran(since);
};

/** A suspended Workflow is said to run from its creation on: what tells is whether it has a node yet. */
export const workflowStatus: StatusReader = (object) => {
  const phase = textAt(object, "status", "phase");
  const since = textAt(object, "status", "startedAt");
  const endedAt = textAt(object, "status", "finishedAt");
  if (phase === "Succeeded") return { ...ran(since), ...ended("Complete", endedAt), active: 0 };
  if (phase === "Failed" || phase === "Error")
    return { ...ran(since), ...ended("Failed", endedAt), active: 0 };
  const hasNodes =
    Object.keys(fieldsAt(object, "status", "nodes")).length > 0 ||
    textAt(object, "status", "compressedNodes") !== undefined ||
    textAt(object, "status", "offloadNodeStatusVersion") !== undefined;
  return hasNodes ? ran(since) : {};
};

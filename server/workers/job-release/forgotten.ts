import { patchJob } from "#server/adapters/kubernetes/job.ts";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import { annotatePatch } from "#server/domain/job/patch.ts";
import { kindOf } from "#server/domain/job/suspendable-kinds.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import type { JobReleaseDeps } from "./deps.ts";
import { notesOf } from "./notes.ts";

/** Its operator is too old to be told to wait: that it runs is said, and it is left alone. */
export async function sayForgotten(deps: JobReleaseDeps, job: Job, signal: AbortSignal): Promise<undefined> {
  const { kind, suspend } = kindOf(job);
  const missed = {
    [ANNOTATION.state]: "missed",
    [ANNOTATION.reason]: "NotSuspendable",
    [ANNOTATION.releaseAt]: null,
  };
  await patchJob(deps.kube, job, annotatePatch(job, missed), signal);
  const message = `This cluster's ${kind} has no field ${suspend.join(".")}: it cannot wait and runs at once.`;
  return notesOf(deps).tell(job, "Warning", "NotSuspendable", message, signal);
}

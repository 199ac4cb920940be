import { keyOf } from "#server/domain/job/facts.ts";
import { isConflict, isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { releaseJob, type ReleaseOutcome } from "#server/adapters/kubernetes/job.ts";
import type { DecideInput, Decision } from "#server/domain/job/decision.ts";
import { hasTurned } from "#server/domain/job/record.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import type { JobReleaseDeps } from "./deps.ts";
import { notesOf } from "./notes.ts";

const RETRY_REAL_MS = 2_000; // an API server that is away must not make a Job late by a long back-off
const PLACE_GRACE_MS = 20_000; // how long past its latest start a Job may wait for the API server to let its place be written

/** Releases a Job: written down first, then one patch made from the Job just read. */
export async function letGo(
  deps: JobReleaseDeps,
  job: Job,
  decision: Decision,
  input: DecideInput,
  signal: AbortSignal,
): Promise<{ requeueAfterMs: number } | undefined> {
  const { recorder, clock, log, turns } = deps;
  const notes = notesOf(deps);
  const uid = job.metadata.uid ?? "";
  if (!recorder.wasReleased(uid) || hasTurned(recorder.previousOf(uid), decision)) {
    notes.record(job, decision, input, true);
  }
  turns?.begin(keyOf(job), job);
  const outcome = await attempt(deps, job, decision, input, signal);
  turns?.settle(keyOf(job), outcome === "released" || outcome === "released-without-place");
  if (outcome === "gone") return undefined;
  if (outcome === "conflict") return { requeueAfterMs: 50 * clock.rate };
  if (outcome === "failed") return { requeueAfterMs: RETRY_REAL_MS * clock.rate };
  if (outcome === "not-suspended-yet") return { requeueAfterMs: 200 * clock.rate };
  log.info({ job: `${job.metadata.namespace}/${job.metadata.name}`, reason: decision.reason }, "released");
  return notes.explain(job, "Released", [decision, input], signal);
}

async function attempt(
  { kube, log }: JobReleaseDeps,
  job: Job,
  decision: Decision,
  input: DecideInput,
  signal: AbortSignal,
): Promise<ReleaseOutcome | "gone" | "conflict" | "failed"> {
  const force = +input.now - +input.job.latestStart > PLACE_GRACE_MS;
  try {
    return await releaseJob(kube, job, { decision, input, force, signal });
  } catch (error) {
    if (isNotFound(error)) return "gone";
    if (isConflict(error)) return "conflict"; // the watch brings the newer Job, and with it this key again
    log.warn({ err: error, job: job.metadata.name }, "the release failed; it is tried again");
    return "failed";
  }
}

import { patchJob, runningSince } from "#server/adapters/kubernetes/job.ts";
import { decide } from "#server/domain/job/decide.ts";
import type { DecideInput } from "#server/domain/job/decision.ts";
import { ranMsOf } from "#server/domain/job/facts.ts";
import { inputFor } from "#server/domain/job/input.ts";
import { outputsOf, pausePatch } from "#server/domain/job/patch.ts";
import { hasTurned } from "#server/domain/job/record.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import type { JobReleaseDeps } from "./deps.ts";
import { notesOf } from "./notes.ts";

/**
 * Looks again at an interruptible Job that runs, and suspends it when a better window is ahead. Not before it has run its least
 * chunk, not for a person's wish (what runs is never held), and at its latest start it runs on to its end.
 */
export async function pauseForBetter(
  deps: JobReleaseDeps,
  job: Job,
  signal: AbortSignal,
): Promise<{ requeueAfterMs: number } | undefined> {
  const { kube, cache, recorder, clock } = deps;
  const uid = job.metadata.uid ?? "";
  const now = clock.now();
  const { input } = inputFor(job, cache, { now, previous: recorder.previousOf(uid) });
  const mayPauseAt = chunkEndOf(input);
  if (mayPauseAt === undefined) return undefined;
  if (mayPauseAt > +now) return { requeueAfterMs: mayPauseAt - +now };
  const decision = decide(input);
  if (decision.kind !== "wait" || decision.reason !== "BetterWindowAhead") return nextSlot(input);

  const notes = notesOf(deps);
  const since = await runningSince(kube, job, signal);
  if (hasTurned(recorder.previousOf(uid), decision)) notes.record(job, decision, input, false);
  const stretchMs = since ? Math.max(0, +now - +since) : 0;
  const outputs = outputsOf(decision, input, "held");
  await patchJob(kube, job, pausePatch(job, outputs, ranMsOf(job) + stretchMs), signal);
  deps.log.info({ job: `${job.metadata.namespace}/${job.metadata.name}`, until: decision.until }, "paused");
  return notes.explain(job, "Paused", [decision, input], signal);
}

/** When it may be suspended at the earliest; undefined for a Job that may not be, or whose rest would be less than a chunk. */
function chunkEndOf({ job, policy }: DecideInput): number | undefined {
  const { runningSince: since, ranMs = 0, durationMs } = job;
  const restMs = durationMs - ranMs;
  return since && restMs > 0 && restMs >= policy.minimumChunkMs ? +since + policy.minimumChunkMs : undefined;
}

/** Nothing turns before the next slot of the forecast; a new score wakes the loop by itself. */
function nextSlot({ signal, now }: DecideInput): { requeueAfterMs: number } | undefined {
  if (!signal?.forecast) return undefined;
  const { startsAt, stepMs } = signal.forecast;
  return { requeueAfterMs: stepMs - ((((+now - +startsAt) % stepMs) + stepMs) % stepMs) };
}

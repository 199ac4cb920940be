import { ANNOTATION, HELD_LABEL } from "#server/domain/job/annotations.ts";
import { decide } from "#server/domain/job/decide.ts";
import { annotationsOf, submittedAtOf } from "#server/domain/job/facts.ts";
import { inputFor } from "#server/domain/job/input.ts";
import { DEFAULT_POWER, powerOf } from "#server/domain/job/power.ts";
import { sentenceOf } from "#server/domain/job/sentence.ts";
import { wouldHave, wouldHaveSentence } from "#server/domain/job/would-have.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { factsOf } from "#server/domain/workload/facts.ts";
import type { JobReleaseDeps } from "./deps.ts";
import { letGo } from "./let-go.ts";
import { notesOf } from "./notes.ts";

/**
 * A Job whose policy, or cluster, is in a dry run: decided on once, written down and told as an Event, and left as it is. One that
 * was held before the dry run began is let go first.
 */
export async function lookOnly(
  deps: JobReleaseDeps,
  job: Job,
  signal: AbortSignal,
): Promise<{ requeueAfterMs: number } | undefined> {
  const { cache, recorder, clock } = deps;
  const { input, warnings } = inputFor(job, cache, { now: clock.now(), previous: undefined });
  if (isHeld(job)) {
    const asked = { ...input, job: { ...input.job, dryRunBegan: true } };
    return letGo(deps, job, decide(asked), asked, signal);
  }
  if (isKnown(deps, job)) return undefined;
  const decision = decide(input);
  const { watts } = powerOf(job, DEFAULT_POWER);
  const unacted = wouldHave(decision, input, watts);
  const notes = notesOf(deps);
  notes.record(job, decision, input, false, unacted);
  await notes.warn(job, warnings, signal);
  const why = sentenceOf({ ...factsOf(decision, input, watts), dryRun: true });
  const message = `${why}${wouldHaveSentence(decision, unacted)}`.replaceAll("\u00A0", " ");
  return notes.tell(job, "Normal", decision.kind === "wait" ? "WouldHold" : "WouldRun", message, signal);

  /** Decided on before: in this dry run, in earnest, or by whoever was here before us. */
  function isKnown({ since }: JobReleaseDeps, { metadata: { uid = "" } }: Job): boolean {
    if (recorder.wasDryRun(uid) || annotationsOf(job)[ANNOTATION.state] !== undefined) return true;
    const from = Math.floor(+since / 1_000) * 1_000; // Kubernetes writes when a Job came in whole seconds
    return +submittedAtOf(job, since) < from;
  }
}

const isHeld = (job: Job): boolean =>
  job.spec.suspend === true &&
  job.metadata.labels?.[HELD_LABEL] === "true" &&
  annotationsOf(job)[ANNOTATION.state] === "held";

import { isConflict, isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { patchJob } from "#server/adapters/kubernetes/job.ts";
import type { Reconciler } from "#server/workers/runtime/reconciler.ts";
import { ANNOTATION, HELD_LABEL } from "#server/domain/job/annotations.ts";
import { decide } from "#server/domain/job/decide.ts";
import type { DecideInput, Decision } from "#server/domain/job/decision.ts";
import { annotationsOf, isFinished, isNeverStarted, isOursToRelease } from "#server/domain/job/facts.ts";
import { inputFor } from "#server/domain/job/input.ts";
import {
  annotatePatch,
  changedOutputs,
  holdPatch,
  outputsOf,
  releasedOutputs,
} from "#server/domain/job/patch.ts";
import { hasTurned } from "#server/domain/job/record.ts";
import { forgetsToWait } from "#server/domain/job/suspendable-kinds.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { STALE_AFTER_MS } from "#server/domain/carbon/signal.ts";
import { isDryRun } from "#server/domain/policy/dry-run.ts";
import type { JobReleaseDeps } from "./deps.ts";
import { sayForgotten } from "./forgotten.ts";
import { lookOnly } from "./dry-run.ts";
import { decideInTurn } from "./in-turn.ts";
import { letGo } from "./let-go.ts";
import { notesOf } from "./notes.ts";
import { pauseForBetter } from "./pause.ts";

/**
 * Holds what the webhook missed, and releases a held Job when its window opens or its latest start comes; an interruptible one is
 * held again between its windows.
 */
export function jobReleaseController(deps: JobReleaseDeps): Reconciler {
  const { cache, kube, recorder, admissions, clock, turns } = deps;
  const notes = notesOf(deps);

  async function reconcile(key: string, signal: AbortSignal) {
    const job = cache.jobs.get(key);
    leaveUnlessHeld(key, job);
    if (!job || job.metadata.deletionTimestamp) return undefined;
    const uid = job.metadata.uid ?? "";
    if (!isFinished(job)) return reconcileAlive(job, uid, signal);
    recorder.forget(uid);
    return undefined;
  }

  async function reconcileAlive(job: Job, uid: string, signal: AbortSignal) {
    if (isDryRun(job, cache)) return lookOnly(deps, job, signal);
    if (recorder.wasDryRun(uid) && !isNeverStarted(job)) return undefined; // it ran in a dry run that has ended
    if (job.spec.suspend === true) return reconcileSuspended(job, uid, signal);
    return reconcileRunning(job, uid, signal);
  }

  function leaveUnlessHeld(key: string, job: Job | undefined): void {
    if (job?.spec.suspend !== true || isFinished(job)) turns?.leave(key);
  }

  async function reconcileSuspended(job: Job, uid: string, signal: AbortSignal) {
    const released = annotationsOf(job)[ANNOTATION.state] === "released" && recorder.wasReleased(uid);
    if (released || !isOursToRelease(job)) return undefined; // a person suspended what we had let go: theirs
    const previous = recorder.previousOf(uid);
    const asked = inputFor(job, cache, { now: clock.now(), previous: waitingOnly(previous) });
    const { decision, input, queued } = decideInTurn(turns, job, asked.input);
    if (!previous) await notes.warn(job, asked.warnings, signal);
    if (queued) return { requeueAfterMs: Math.max(0, +input.job.latestStart - +input.now) };
    if (decision.kind !== "wait") return letGo(deps, job, decision, input, signal);
    await hold(job, decision, input, signal);
    return { requeueAfterMs: lookAgainAfter(decision, input) };
  }

  /** Not suspended: admitted by the webhook, resumed by a person, or missed by us. */
  async function reconcileRunning(job: Job, uid: string, signal: AbortSignal) {
    const state = annotationsOf(job)[ANNOTATION.state];
    if (state === "held" && forgetsToWait(job)) return sayForgotten(deps, job, signal);
    if (state === "held") return resumedByPerson(job, signal);
    if (state === "released" || state === "admitted") {
      void (recorder.previousOf(uid) ?? admissions.adopt(job));
      return pauseForBetter(deps, job, signal);
    }
    if (state !== undefined) return undefined;
    if (isNeverStarted(job)) return holdMissed(job, signal);
    const missed = { [ANNOTATION.state]: "missed", [ANNOTATION.reason]: "AdmissionMissed" };
    await patchJob(kube, job, annotatePatch(job, missed), signal);
    const message = `The ${job.kind ?? "Job"} had started before the agent saw it; it is left alone.`;
    return notes.tell(job, "Warning", "AdmissionMissed", message, signal);
  }

  async function holdMissed(job: Job, signal: AbortSignal) {
    const { input, warnings } = inputFor(job, cache, { now: clock.now(), previous: undefined });
    const decision = decide(input);
    await notes.warn(job, warnings, signal);
    if (decision.kind === "wait") {
      await hold(job, decision, input, signal);
      return { requeueAfterMs: lookAgainAfter(decision, input) };
    }
    notes.record(job, decision, input, true);
    await patchJob(kube, job, annotatePatch(job, outputsOf(decision, input, "admitted")), signal);
    return undefined;
  }

  async function hold(job: Job, decision: Decision, input: DecideInput, signal: AbortSignal): Promise<void> {
    const previous = recorder.previousOf(job.metadata.uid ?? "");
    const turned = hasTurned(previous, decision);
    if (turned) notes.record(job, decision, input, false);
    if (previous?.kind !== "wait" || previous.reason !== decision.reason) {
      await notes.explain(job, "Held", [decision, input], signal);
    }
    const outputs = outputsOf(decision, input, "held");
    const marked = job.metadata.labels?.[HELD_LABEL] === "true" && job.spec.suspend === true;
    const changed = changedOutputs(job, outputs);
    if (!marked) await patchJob(kube, job, holdPatch(job, outputs), signal);
    else if (changed) await patchJob(kube, job, annotatePatch(job, changed), signal);
  }

  /** `kubectl patch ... suspend: false` is a wish to run it now. */
  async function resumedByPerson(job: Job, signal: AbortSignal) {
    const { input } = inputFor(job, cache, { now: clock.now(), previous: undefined });
    const asked = { ...input, job: { ...input.job, runRequested: true } };
    const decision = decide(asked);
    notes.record(job, decision, asked, true);
    await patchJob(kube, job, annotatePatch(job, releasedOutputs(decision, asked)), signal);
    return notes.explain(job, "Released", [decision, asked], signal);
  }

  return {
    name: "job-release",
    async reconcile(key, signal) {
      try {
        return await reconcile(key, signal);
      } catch (error) {
        if (isNotFound(error)) return undefined;
        if (isConflict(error)) return { requeueAfterMs: 50 * clock.rate }; // the watch brings the newer Job
        throw error;
      }
    },
    keys: () => Promise.resolve([...cache.jobs.keys()]),
  };
}

/** A release that never came to be is no plan to keep. */
const waitingOnly = (previous: Decision | undefined): Decision | undefined =>
  previous?.kind === "wait" ? previous : undefined;

/** The planned start, never later than the latest; and the moment when the last reading becomes too old to wait by. */
function lookAgainAfter(decision: Decision & { kind: "wait" }, { job, signal, now }: DecideInput): number {
  const latest = signal?.latest;
  const silentAt = latest ? +latest.startsAt + latest.stepMs + STALE_AFTER_MS + 1 : Infinity;
  const turns = [silentAt, silentAt + (signal?.latenessMs ?? 0)].filter((turn) => turn > +now);
  const next = Math.min(+decision.until, +job.latestStart, ...turns);
  return Math.max(0, next - +now);
}

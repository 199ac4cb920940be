import { decide } from "#server/domain/job/decide.ts";
import { isFinished, submittedAtOf } from "#server/domain/job/facts.ts";
import { inputFor } from "#server/domain/job/input.ts";
import { DEFAULT_POWER, powerOf } from "#server/domain/job/power.ts";
import { explain } from "#server/domain/workload/facts.ts";
import type { Reconciler } from "../runtime/reconciler.ts";
import type { JobReleaseDeps } from "./deps.ts";
import { notesOf } from "./notes.ts";

/** Decides on each Job that came after `since` once, writes it down and says it as an Event, and touches no Job. */
export function dryRunController(deps: JobReleaseDeps, since: Date): Reconciler {
  const { cache, recorder, clock } = deps;
  const notes = notesOf(deps);
  const from = Math.floor(+since / 1_000) * 1_000; // Kubernetes writes when a Job came in whole seconds
  return {
    name: "dry-run",
    async reconcile(key, signal) {
      const job = cache.jobs.get(key);
      const { uid = "" } = job?.metadata ?? {};
      if (!job || isFinished(job)) {
        recorder.forget(uid);
        return undefined;
      }
      if (recorder.previousOf(uid) || +submittedAtOf(job, since) < from) return undefined;
      const { input: asked, warnings } = inputFor(job, cache, { now: clock.now(), previous: undefined });
      const { room: _, ...input } = asked; // nothing is let go here, so the power cap has no say
      const decision = decide(input);
      notes.record(job, decision, input, decision.kind !== "wait");
      await notes.warn(job, warnings, signal);
      const message = `Dry run, nothing is changed: ${explain(decision, input, powerOf(job, DEFAULT_POWER).watts)}`;
      return notes.tell(job, "Normal", decision.kind === "wait" ? "WouldHold" : "WouldRun", message, signal);
    },
    keys: () => Promise.resolve([...cache.jobs.keys()]),
  };
}

import { randomUUID } from "node:crypto";
import { createEvent } from "#server/adapters/kubernetes/event.ts";
import type { DecideInput, Decision } from "#server/domain/job/decision.ts";
import type { JobWarning } from "#server/domain/job/input.ts";
import { DEFAULT_POWER, powerOf } from "#server/domain/job/power.ts";
import type { WouldHave } from "#server/domain/job/would-have.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { explain } from "#server/domain/workload/facts.ts";
import type { JobReleaseDeps } from "./deps.ts";
import { softly } from "./softly.ts";

/** What the loop writes down before it acts, and what it tells people after. */
export function notesOf({
  clusterId,
  kube,
  recorder,
  clock,
  log,
  events,
  onTold,
}: Pick<JobReleaseDeps, "clusterId" | "kube" | "recorder" | "clock" | "log" | "events" | "onTold">) {
  const tell = (
    job: Job,
    type: "Normal" | "Warning",
    reason: string,
    message: string | (() => string),
    signal: AbortSignal,
  ) => {
    onTold?.(reason);
    const note = { type, reason, message, at: clock.now() };
    return softly(log, events ? events.add(job, note) : createEvent(kube, job, note, signal));
  };
  return {
    record(job: Job, decision: Decision, input: DecideInput, released: boolean, unacted?: WouldHave): void {
      const { uid = "", namespace = "default", name } = job.metadata;
      recorder.record({
        id: randomUUID(),
        clusterId,
        jobUid: uid,
        namespace,
        name,
        decision,
        released,
        input,
        ...(unacted && { wouldHave: unacted }),
        ...(released && { watts: powerOf(job, DEFAULT_POWER).watts }),
      });
    },
    tell,
    /** The decision as a sentence. */
    explain: (
      job: Job,
      reason: "Held" | "Paused" | "Released",
      [decision, input]: readonly [Decision, DecideInput],
      signal: AbortSignal,
    ) =>
      tell(job, "Normal", reason, () => explain(decision, input, powerOf(job, DEFAULT_POWER).watts), signal),
    async warn(job: Job, warnings: readonly JobWarning[], signal: AbortSignal): Promise<void> {
      for (const { reason, message } of warnings) await tell(job, "Warning", reason, message, signal);
    },
  };
}

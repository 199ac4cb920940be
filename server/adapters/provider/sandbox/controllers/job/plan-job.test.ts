import { expect, test } from "vitest";
import { TRACKING_FINALIZER, type JobStatus, type RunningPod, type TrackedJob } from "../objects.ts";
import { planJob } from "./plan-job.ts";

const NOW = new Date("2026-11-22T12:00:00Z");

const job = (status: JobStatus, spec: Partial<TrackedJob["spec"]> = {}): TrackedJob => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "a", namespace: "default", uid: "job" },
  spec: { parallelism: 2, completions: 4, template: { spec: { containers: [] } }, ...spec },
  status: { startTime: "2026-11-22T11:00:00Z", ...status },
});
const pod = (uid: string, phase: string, tracked = true): RunningPod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: uid, uid, namespace: "default", ...(tracked && { finalizers: [TRACKING_FINALIZER] }) },
  spec: { containers: [] },
  status: { phase },
});

/** Finished pods pass three stages: seen, noted in the status, freed of the finalizer. A crash may come after each. */
test.each([
  [
    "seen: noted, and let go next",
    {},
    [pod("p", "Succeeded")],
    { noted: ["p"], counted: undefined, release: ["p"] },
  ],
  [
    "noted, not freed yet: not noted again, not counted, let go again",
    { uncountedTerminatedPods: { succeeded: ["p"] } },
    [pod("p", "Succeeded")],
    { noted: ["p"], counted: undefined, release: ["p"] },
  ],
  [
    "noted and freed: counted, once",
    { uncountedTerminatedPods: { succeeded: ["p"] } },
    [pod("p", "Succeeded", false)],
    { noted: undefined, counted: 1, release: [] },
  ],
  [
    "noted and deleted altogether: counted as well",
    { succeeded: 1, uncountedTerminatedPods: { succeeded: ["p"] } },
    [],
    { noted: undefined, counted: 2, release: [] },
  ],
  [
    "counted before: left as it is",
    { succeeded: 1 },
    [pod("p", "Succeeded", false)],
    { noted: undefined, counted: 1, release: [] },
  ],
])("a finished pod %s", (_, status, pods, { noted, counted, release }) => {
  const plan = planJob(job(status), pods, NOW);
  expect(plan.status.uncountedTerminatedPods?.succeeded).toEqual(noted);
  expect(plan.status.succeeded).toBe(counted);
  expect(plan.release.map(({ metadata }) => metadata.name)).toEqual(release);
});

test.each([
  ["two of four: two more", {}, [], 2],
  ["three done, one left: one more", { succeeded: 3 }, [], 1],
  ["one runs: one more", {}, [pod("p", "Running")], 1],
  ["all done: none", { succeeded: 4 }, [], 0],
])("parallelism 2, completions 4, %s", (_, status, pods, count) => {
  expect(planJob(job(status), pods, NOW).create).toHaveLength(count);
});

test.each([
  ["lowered parallelism ends the younger pods", { parallelism: 1 }, 1],
  ["a suspension ends all", { suspend: true }, 2],
])("%s, and counts none as failed", (_, spec, removed) => {
  const plan = planJob(job({}, spec), [pod("p", "Running"), pod("q", "Running")], NOW);
  expect(plan.remove).toHaveLength(removed);
  expect(plan.release).toEqual([]);
  expect(plan.status.failed).toBeUndefined();
});

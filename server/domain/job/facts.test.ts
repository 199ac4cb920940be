import { expect, test } from "vitest";
import type { Job } from "../kubernetes.ts";
import { finishedAtOf, isCarbonAware, isNeverStarted, isPaused, outcomeOf, ranMsOf } from "./facts.ts";
import { inputFor, type ClusterView } from "./input.ts";
import { at, jobOf, signalOf } from "./testing.ts";

type Change = Parameters<typeof jobOf>[0];

test.each<[string, Change, boolean]>([
  ["asked for", {}, true],
  ["not asked for", { annotations: { "carbon-aware.io/enabled": "false" } }, false],
  ["asked for in other words", { annotations: { "carbon-aware.io/enabled": "yes" } }, false],
  ["owned by Kueue", { labels: { "kueue.x-k8s.io/queue-name": "q" } }, false],
  ["owned by another controller", { spec: { managedBy: "kueue.x-k8s.io/multikueue" } }, false],
  [
    "owned by the Job controller, in so many words",
    { spec: { managedBy: "kubernetes.io/job-controller" } },
    true,
  ],
])("carbon-aware, %s: %s is %s", (_, change, expected) => {
  expect(isCarbonAware(jobOf(change))).toBe(expected);
});

test.each<[string, Job["status"], boolean]>([
  ["no status at all", undefined, true],
  ["only suspended", { conditions: [{ type: "Suspended", status: "True" }] }, true],
  ["with a start time", { startTime: "2026-01-05T00:00:00Z" }, false],
  ["suspended after pods had run", { failed: 1 }, false],
])("never started, %s: %s", (_, status, expected) => {
  expect(isNeverStarted(jobOf({ status }))).toBe(expected);
});

test.each<[string, Record<string, string>, boolean, number, boolean]>([
  ["never suspended by us", { state: "held" }, true, 0, false],
  ["paused between two windows", { state: "held", ran: "90" }, true, 90_000, true],
  ["going on", { state: "released", ran: "90" }, false, 90_000, false],
  ["with a text that nobody of ours wrote", { state: "held", ran: "an hour" }, true, 0, true],
])("what it ran, %s", (_, notes, suspend, ranMs, paused) => {
  const annotations = Object.fromEntries(
    Object.entries(notes).map(([name, value]) => [`carbon-aware.io/${name}`, value]),
  );
  const job = jobOf({ annotations, spec: { suspend } });
  expect([ranMsOf(job), isPaused(job)]).toEqual([ranMs, paused]);
});

test("a failed Job has ended when its condition turned", () => {
  const conditions = [{ type: "Failed", status: "True", lastTransitionTime: "2026-01-05T02:00:00Z" }];
  const job = jobOf({ status: { conditions } });
  expect([outcomeOf(job), finishedAtOf(job)]).toEqual(["failed", at(2)]);
});

const view: ClusterView = { policies: [], paused: false, zone: "DE", signalOf: () => signalOf([300]) };

test("the input of a Job: its submission, its bound, its zone's signal, its person's hold", () => {
  const job = jobOf({ annotations: { "carbon-aware.io/max-delay": "8h", "carbon-aware.io/hold": "true" } });
  const { input, warnings } = inputFor(job, view, { now: at(1), previous: undefined });
  expect(input.job).toEqual({
    submittedAt: at(0),
    durationMs: 3_600_000,
    latestStart: at(8),
    heldByPerson: true,
  });
  expect(input.signal?.zone).toBe("DE");
  expect(warnings).toEqual([]);
});

test.each([
  ["a clock that is behind: at least as late as the forecast was made", 0, at(2)],
  ["a clock that is on time or ahead: as it shows", 3, at(3)],
])("what time it is for a decision, %s", (_, hour, expected) => {
  const signal = signalOf([300], { startsAt: at(2) });
  const { input } = inputFor(
    jobOf(),
    { ...view, signalOf: () => signal },
    { now: at(hour), previous: undefined },
  );
  expect(input.now).toEqual(expected);
});

test("before it exists, a Job is submitted now", () => {
  const job = jobOf();
  delete job.metadata.creationTimestamp;
  expect(inputFor(job, view, { now: at(1), previous: undefined }).input.job.latestStart).toEqual(at(25));
});

test("what could not be read is passed on, the policy's name first", () => {
  const job = jobOf({ annotations: { "carbon-aware.io/policy": "gone", "carbon-aware.io/mode": "x" } });
  const { warnings } = inputFor(job, view, { now: at(1), previous: undefined });
  expect(warnings.map(({ message }) => message.split(":")[0])).toEqual([
    "carbon-aware.io/policy",
    "carbon-aware.io/mode",
  ]);
});

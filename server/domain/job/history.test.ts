import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../clock.ts";
import type { Job } from "../kubernetes.ts";
import { expectedFrom, lengthOf, lengthsByOwner, ownerOf } from "./history.ts";
import { inputFor, type ClusterView } from "./input.ts";
import { at, jobOf, signalOf } from "./testing.ts";

const owner = { apiVersion: "batch/v1", kind: "CronJob", name: "nightly", uid: "c1", controller: true };
const done = (name: string, minutes: number, annotations: Record<string, string> = {}): Job => {
  const job = jobOf({
    name,
    annotations,
    status: {
      startTime: "2026-01-05T00:00:00Z",
      completionTime: new Date(+at(0) + minutes * MINUTE_MS).toISOString(),
      conditions: [{ type: "Complete", status: "True" }],
    },
  });
  return { ...job, metadata: { ...job.metadata, ownerReferences: [owner] } };
};
const owned = (annotations: Record<string, string> = {}): Job => {
  const job = jobOf({ annotations });
  return { ...job, metadata: { ...job.metadata, ownerReferences: [owner] } };
};

test.each<[string, number[], number | undefined]>([
  ["two say too little", [60, 60], undefined],
  ["the middle of three, whatever the longest", [60, 50, 600], 60],
  ["between the middle two of four", [10, 20, 40, 600], 30],
  ["never under a minute", [0, 0, 0], 1],
])("%s", (_, minutes, expected) => {
  const expectedMs = expectedFrom(minutes.map((length) => length * MINUTE_MS));
  expect(expectedMs).toBe(expected === undefined ? undefined : expected * MINUTE_MS);
});

test("the maker is the controller among the owners", () => {
  const job = owned();
  job.metadata.ownerReferences?.unshift({ ...owner, uid: "x", controller: false });
  expect(ownerOf(job)).toBe("c1");
  expect(ownerOf(jobOf())).toBeUndefined();
});

test("of a Job in parts its earlier stretches count, and one that failed says nothing", () => {
  expect(lengthOf(done("a", 30, { "carbon-aware.io/ran": "3600" }))).toBe(90 * MINUTE_MS);
  const failed = done("b", 30);
  failed.status = { ...failed.status, conditions: [{ type: "Failed", status: "True" }] };
  expect(lengthOf(failed)).toBeUndefined();
});

const lengths = lengthsByOwner([done("a", 20), done("b", 30), done("c", 40)]);
const view: ClusterView = {
  policies: [],
  paused: false,
  zone: "DE",
  signalOf: () => signalOf([300]),
  lengthsOf: (uid) => lengths.get(uid) ?? [],
};
const inputOf = (job: Job) => inputFor(job, view, { now: at(0), previous: undefined });

test.each<[string, Job, number, string]>([
  ["its annotation first", owned({ "carbon-aware.io/duration": "2h" }), 2 * HOUR_MS, "annotation"],
  ["else what its owner's Jobs took", owned(), 30 * MINUTE_MS, "history"],
  ["else its policy", jobOf(), HOUR_MS, "policy"],
])("how long it is taken to run: %s", (_, job, durationMs, durationFrom) => {
  expect(inputOf(job).input.policy).toMatchObject({ durationMs, durationFrom });
});

test("an owner's history is counted for the deadline too", () => {
  const job = owned({ "carbon-aware.io/deadline": "2026-01-05T03:00:00Z" });
  expect(inputOf(job).input.job.latestStart).toEqual(at(2.5));
});

test.each<[string, { periodMs: number } | undefined, Record<string, string>, string[]]>([
  ["an overlap that is forbidden", { periodMs: HOUR_MS }, {}, ["RunsSkipped"]],
  ["a period that holds wait and run", { periodMs: 25 * HOUR_MS }, {}, []],
  ["no wait at all", { periodMs: HOUR_MS }, { "carbon-aware.io/max-delay": "0m" }, []],
  ["an owner that forbids nothing", undefined, {}, []],
])("is warned of: %s", (_, cronJob, annotations, reasons) => {
  const known = { ...view, cronJobOf: () => cronJob && { name: "nightly", ...cronJob } };
  const { warnings } = inputFor(owned(annotations), known, { now: at(0), previous: undefined });
  expect(warnings.map(({ reason }) => reason)).toEqual(reasons);
  if (reasons.length > 0)
    expect(warnings[0]?.message).toBe(
      "The CronJob nightly makes a Job every 1 h and forbids two at once: while this one waits up to 24 h, the runs in between are skipped.",
    );
});

import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { Decision } from "#server/domain/job/decision.ts";
import { at, jobOf } from "#server/domain/job/testing.ts";
import type { Job, Pod } from "#server/domain/kubernetes.ts";
import { key, loopWorld, suspends } from "./testing.ts";

/** Two clean hours, two dirty ones, two clean ones. */
const HOURLY = [100, 100, 400, 400, 100, 100, 400, 400, 400];
const inParts = {
  [key("interruptible")]: "true",
  [key("duration")]: "4h",
  [key("max-delay")]: "4h",
  [key("min-chunk")]: "1h",
};
const running = (annotations: Record<string, string> = {}, startTime = "2026-01-05T00:00:00Z"): Job =>
  jobOf({
    annotations: { ...inParts, [key("state")]: "released", [key("reason")]: "WindowOpen", ...annotations },
    spec: { suspend: false },
    status: { startTime, active: 1 },
  });
const podSince = (startedAt: string): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p" },
  spec: { containers: [] },
  status: { containerStatuses: [{ state: { running: { startedAt } } }] },
});
const open: Decision = { kind: "run-now", reason: "WindowOpen", savingPercent: 50 };
const last = { decision: open, released: true };
const pods = [podSince("2026-01-05T00:06:00Z")];
const notes = (patch: Record<string, unknown> = {}) =>
  (patch["metadata"] as { annotations: Record<string, string> }).annotations;

test("when its window closes it is written down, suspended again with what its pods ran, and told", async () => {
  const loop = loopWorld(running(), { hour: 2, hourly: HOURLY, last, pods });
  await loop.run();
  expect(loop.records).toMatchObject([
    { decision: { kind: "wait", reason: "BetterWindowAhead", until: at(4) }, released: false },
  ]);
  expect(suspends(loop.patches())).toEqual([true]);
  expect(notes(loop.patches()[0])).toMatchObject({
    [key("state")]: "held",
    [key("ran")]: String(114 * 60), // from its first container's start, not from the Job's
    [key("release-at")]: "2026-01-05T04:00:00Z",
  });
  expect(loop.order()).toBe("rp");
  expect(loop.events()).toEqual(["Paused"]);
  expect(loop.messages()[0]).toMatch(/^Paused after 2 h; it goes on at 04:00 UTC\./);
});

test("what it ran before is counted on", async () => {
  const job = running({ [key("ran")]: "3600" }, "2026-01-05T01:00:00Z");
  const loop = loopWorld(job, { hour: 2, hourly: HOURLY, last, pods: [podSince("2026-01-05T01:00:00Z")] });
  await loop.run();
  expect(notes(loop.patches()[0])[key("ran")]).toBe("7200");
});

test("a pod of an earlier stretch is not counted twice, and one that never ran counts nothing", async () => {
  const job = running({ [key("ran")]: "3600" }, "2026-01-05T01:00:00Z");
  const loop = loopWorld(job, { hour: 2, hourly: HOURLY, last, pods });
  await loop.run();
  expect(notes(loop.patches()[0])[key("ran")]).toBe("3600");
});

test.each<[string, Job, number, number | undefined]>([
  ["in its window: looked at again in the next slot", running(), 1, HOUR_MS],
  ["before its least chunk: at the end of that", running({ [key("min-chunk")]: "90m" }), 1, 0.5 * HOUR_MS],
  ["at its latest start it runs on", running({ [key("max-delay")]: "0m" }), 2, HOUR_MS],
  ["past its expected end", running({ [key("duration")]: "90m" }), 2, undefined],
  ["with less than a chunk left", running({ [key("duration")]: "150m" }), 2, undefined],
  ["not interruptible", running({ [key("interruptible")]: "false" }), 2, undefined],
  ["held by a person: what runs is never held", running({ [key("hold")]: "true" }), 2, HOUR_MS],
  ["missed by the webhook", running({ [key("state")]: "missed" }), 2, undefined],
])("%s", async (_, job, hour, requeueAfterMs) => {
  const loop = loopWorld(job, { hour, hourly: HOURLY, last, pods });
  expect(await loop.run()).toEqual(requeueAfterMs === undefined ? undefined : { requeueAfterMs });
  expect(loop.order()).toBe("");
});

const paused = (status: Job["status"] = {}): Job =>
  jobOf({
    annotations: {
      ...inParts,
      [key("state")]: "held",
      [key("reason")]: "BetterWindowAhead",
      [key("ran")]: "7200",
    },
    labels: { [key("managed")]: "true" },
    spec: { suspend: true },
    status,
  });
const waiting = {
  decision: { kind: "wait", reason: "BetterWindowAhead", until: at(4), savingPercent: 50 },
  released: false,
} as const;

test("paused, it waits for the next window, whatever its pods left in its status", async () => {
  const job = paused({ failed: 1, succeeded: 3 });
  const loop = loopWorld(job, { hour: 2.5, hourly: HOURLY, last: waiting });
  expect(await loop.run()).toEqual({ requeueAfterMs: 90 * MINUTE_MS });
  expect(suspends(loop.patches())).toEqual([undefined]);
});

test("in the next window it goes on: nothing but the suspension is written, and its place stays", async () => {
  const loop = loopWorld(paused({ startTime: "2026-01-05T00:00:00Z" }), {
    hour: 4,
    hourly: HOURLY,
    last: waiting,
  });
  await loop.run();
  expect(loop.patches().map(({ spec }) => spec)).toEqual([{ suspend: false }]);
  expect(notes(loop.patches()[0])[key("state")]).toBe("released");
  expect(loop.records).toMatchObject([{ released: true, input: { job: { ranMs: 2 * HOUR_MS } } }]);
});

test("a latest start counts what it ran: submitted at 0, at most 4 h late, 2 h done, it may start at 6", async () => {
  const dirty = loopWorld(paused(), { hour: 5.9, hourly: Array(24).fill(400) as number[], last: waiting });
  await dirty.run();
  expect(dirty.records[0]?.input.job.latestStart).toEqual(at(6));
  const late = loopWorld(paused(), { hour: 6, hourly: HOURLY, last: waiting });
  await late.run();
  expect(late.records).toMatchObject([{ decision: { reason: "LatestStartReached" }, released: true }]);
});

test("a person who resumes it wants it done: it is not suspended again", async () => {
  const job = { ...paused(), spec: { ...paused().spec, suspend: false } };
  const loop = loopWorld(job, { hour: 2.5, hourly: HOURLY, last: waiting });
  await loop.run();
  expect(notes(loop.patches()[0])).toMatchObject({
    [key("state")]: "released",
    [key("reason")]: "RunNowRequested",
    [key("interruptible")]: "false",
  });
});

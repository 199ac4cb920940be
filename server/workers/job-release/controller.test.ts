import { expect, test } from "vitest";
import type { Decision } from "#server/domain/job/decision.ts";
import { at, jobOf } from "#server/domain/job/testing.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { key, loopWorld as world, suspends } from "./testing.ts";

const held = (annotations: Record<string, string> = {}, status?: Job["status"]): Job =>
  jobOf({
    annotations: { [key("max-delay")]: "3h", ...annotations },
    labels: { [key("managed")]: "true" },
    spec: { suspend: true },
    status: status ?? { conditions: [{ type: "Suspended", status: "True" }] },
  });

const waiting: Decision = { kind: "wait", reason: "BetterWindowAhead", until: at(2), savingPercent: 75 };
const open: Decision = { kind: "run-now", reason: "WindowOpen" };

test("a held Job is written down, marked, and looked at again when its window opens", async () => {
  const { run, records, patches, events, order } = world(held());
  expect(await run()).toEqual({ requeueAfterMs: 2 * 3_600_000 });
  expect(records).toMatchObject([{ decision: { until: at(2) }, released: false }]);
  expect(patches()).toHaveLength(1);
  expect(events()).toEqual(["Held"]);
  expect(order()).toBe("rp");
});

test("what has not turned is neither written, nor patched, nor told", async () => {
  const marks = {
    [key("state")]: "held",
    [key("reason")]: "BetterWindowAhead",
    [key("release-at")]: "2026-01-05T02:00:00Z",
    [key("latest-start")]: "2026-01-05T03:00:00Z",
  };
  const { run, order, events } = world(held(marks), { last: { decision: waiting, released: false } });
  await run();
  expect([order(), events()]).toEqual(["", []]);
});

test("in its window it is written down first, then released in one patch, then told", async () => {
  const { run, records, patches, events, order } = world(held(), {
    hour: 2,
    last: { decision: waiting, released: false },
  });
  expect(await run()).toBeUndefined();
  expect(records).toMatchObject([{ decision: { reason: "WindowOpen" }, released: true }]);
  expect(suspends(patches())).toEqual([false]);
  expect([order(), events()]).toEqual(["rp", ["Released"]]);
});

test("killed between the writing and the patch, the next life patches and writes nothing twice", async () => {
  const { run, patches, order } = world(held({ [key("state")]: "held" }), {
    hour: 2,
    last: { decision: open, released: true },
  });
  await run();
  expect(suspends(patches())).toEqual([false]);
  expect(order()).toBe("p");
});

test("what a person suspended after its release is theirs", async () => {
  const { run, order } = world(held({ [key("state")]: "released" }), {
    hour: 2,
    last: { decision: open, released: true },
  });
  expect(await run()).toBeUndefined();
  expect(order()).toBe("");
});

test("a Job whose pods have run is theirs too", async () => {
  const { run, order } = world(held({}, { failed: 1 }), { hour: 2 });
  await run();
  expect(order()).toBe("");
});

test.each([
  ["changed in between: again at once", 409, { requeueAfterMs: 50 }],
  ["gone: done", 404, undefined],
  ["the API server fails: again in two seconds, not in minutes", 500, { requeueAfterMs: 2_000 }],
])("%s", async (_, status, expected) => {
  const { run, events } = world(held(), { hour: 2, answers: [status] });
  expect(await run()).toEqual(expected);
  expect(events()).not.toContain("Released");
});

test("an API server that wants to hear of the suspension first is waited for", async () => {
  const { run, patches } = world(held({}, {}), { hour: 2, answers: [422] });
  expect(await run()).toEqual({ requeueAfterMs: 200 });
  expect(patches()).toHaveLength(1);
});

test("half a minute past its latest start it goes without its place: time wins", async () => {
  const { run, patches } = world(held({}, {}), { hour: 3 + 30 / 3_600, answers: [422] });
  expect(await run()).toBeUndefined();
  expect(patches().map(({ spec }) => Object.keys(spec as object))).toEqual([
    ["suspend", "template"],
    ["suspend"],
  ]);
});

test("missed by the webhook and not started: held now", async () => {
  const { run, patches } = world(jobOf({ annotations: { [key("max-delay")]: "3h" } }));
  await run();
  expect(suspends(patches())).toEqual([true]);
});

test("missed and started: said, and never suspended", async () => {
  const { run, patches, events } = world(jobOf({ status: { startTime: "2026-01-05T00:00:00Z" } }));
  await run();
  expect(suspends(patches())).toEqual([undefined]);
  expect(events()).toEqual(["AdmissionMissed"]);
});

test("a held Job that a person resumes with kubectl ran by their word", async () => {
  const resumed = jobOf({ annotations: { [key("state")]: "held" }, spec: { suspend: false } });
  const { run, records, patches } = world(resumed);
  await run();
  expect(records).toMatchObject([{ decision: { reason: "RunNowRequested" }, released: true }]);
  expect(suspends(patches())).toEqual([undefined]);
});

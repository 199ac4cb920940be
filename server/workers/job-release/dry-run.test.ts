import { expect, test } from "vitest";
import { at, jobOf } from "#server/domain/job/testing.ts";
import type { ClusterPolicy } from "#server/domain/policy/match.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { key, loopWorld, suspends } from "./testing.ts";

const policyIn = (namespace: string, spec: object = { dryRun: true }): ClusterPolicy => ({
  namespace,
  name: "trial",
  spec: CarbonPolicySpec.parse(spec),
});
const trial = { view: { policies: [policyIn("climate")] } };
const held = (more: object = {}) =>
  jobOf({
    annotations: { [key("state")]: "held", [key("reason")]: "BetterWindowAhead" },
    labels: { [key("managed")]: "true" },
    spec: { suspend: true },
    ...more,
  });

test.each([
  ["by its policy", trial],
  ["by its cluster", { view: { dryRun: true } }],
])("in a dry run %s a Job is decided on once, told, and not touched", async (_, options) => {
  const loop = loopWorld(jobOf(), options);
  expect(await loop.run()).toBeUndefined();
  await loop.run();
  expect(loop.patches()).toEqual([]);
  expect(loop.events()).toEqual(["WouldHold"]);
  expect(loop.messages()[0]).toMatch(
    /^Dry run, nothing is changed: Waiting until 02:00 UTC\. .* It would have saved about \d+ g \(75 %\)\.$/,
  );
  expect(loop.records).toMatchObject([
    { decision: { kind: "wait", until: at(2) }, released: false, input: { policy: { dryRun: true } } },
  ]);
  const { gramsNow = null, gramsPlanned = null } = loop.records[0]?.wouldHave ?? {};
  expect((gramsPlanned ?? 0) / (gramsNow ?? 0)).toBeCloseTo(0.25);
});

test("another namespace's dry run is none of this Job's", async () => {
  const loop = loopWorld(jobOf(), { view: { policies: [policyIn("elsewhere")] } });
  await loop.run();
  expect(suspends(loop.patches())).toEqual([true]);
  expect(loop.records[0]?.wouldHave).toBeUndefined();
});

test("a Job that runs at once would have too, and what cannot be read is said", async () => {
  const job = jobOf({ annotations: { [key("max-delay")]: "0s", [key("mode")]: "insist" } });
  const loop = loopWorld(job, trial);
  await loop.run();
  expect(loop.events()).toEqual(["AnnotationIgnored", "WouldRun"]);
  expect(loop.records).toMatchObject([{ released: false, decision: { reason: "LatestStartReached" } }]);
});

test("one that has started is decided on as well: nothing held it back", async () => {
  const job = jobOf({ status: { startTime: "2026-01-05T00:00:00Z", active: 1 } });
  const loop = loopWorld(job, trial);
  await loop.run();
  expect(loop.events()).toEqual(["WouldHold"]);
});

test.each([
  ["that came in the second in which the agent began counts as new", 500, 1],
  ["from before is left out: how it came is not known", 60_000, 0],
])("a Job %s", async (_, agoMs, told) => {
  const loop = loopWorld(jobOf(), { ...trial, since: new Date(+at(0) + agoMs) });
  await loop.run();
  expect(loop.events()).toHaveLength(told);
});

test("a Job that was held is let go when the dry run begins, and that is no dry-run decision", async () => {
  const last = {
    decision: { kind: "wait", reason: "BetterWindowAhead", until: at(2), savingPercent: 75 },
    released: false,
  } as const;
  const loop = loopWorld(held(), { ...trial, hour: 1, last });
  await loop.run();
  expect(suspends(loop.patches())).toEqual([false]);
  expect(loop.records).toMatchObject([
    {
      decision: { kind: "run-now", reason: "DryRunBegan" },
      released: true,
      input: { job: { dryRunBegan: true } },
    },
  ]);
  expect(loop.records[0]?.wouldHave).toBeUndefined();
  expect(loop.messages()).toEqual(["A dry run has begun, which holds nothing. Let go after 1 h."]);
});

test("so is one that is paused between two windows, and one that runs in a window is not paused any more", async () => {
  const annotations = {
    ...held().metadata.annotations,
    [key("interruptible")]: "true",
    [key("ran")]: "3600",
  };
  const paused = loopWorld(held({ annotations, status: { startTime: undefined, failed: 0 } }), trial);
  await paused.run();
  expect(suspends(paused.patches())).toEqual([false]);

  const running = jobOf({
    annotations: { [key("state")]: "released", [key("interruptible")]: "true", [key("duration")]: "4h" },
    status: { startTime: "2026-01-05T00:00:00Z", active: 1 },
  });
  const hourly = [100, 100, 400, 400, 100, 100, 400, 400];
  const loop = loopWorld(running, { ...trial, hour: 2, hourly });
  expect(await loop.run()).toBeUndefined();
  expect(loop.patches()).toEqual([]);
  expect(loop.events()).toEqual([]);
});

test("a Job that a person submitted suspended stays the person's", async () => {
  const loop = loopWorld(jobOf({ spec: { suspend: true } }), trial);
  await loop.run();
  expect(loop.patches()).toEqual([]);
});

test("when the dry run ends, what ran in it is left alone, not called missed", async () => {
  const started = jobOf({ status: { startTime: "2026-01-05T00:00:00Z", active: 1 } });
  const policies = [policyIn("climate")];
  const loop = loopWorld(started, { view: { policies } });
  await loop.run();
  policies.length = 0;
  await loop.run();
  expect(loop.patches()).toEqual([]);
  expect(loop.events()).toEqual(["WouldHold"]);
});

test("and what has not started is held by a decision of its own", async () => {
  const policies = [policyIn("climate")];
  const loop = loopWorld(jobOf(), { view: { policies } });
  await loop.run();
  policies.length = 0;
  await loop.run();
  expect(suspends(loop.patches())).toEqual([true]);
  expect(loop.records.map(({ wouldHave }) => wouldHave !== undefined)).toEqual([true, false]);
});

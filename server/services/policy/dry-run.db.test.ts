import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import type { Decision } from "#server/domain/job/decision.ts";
import { inputOf } from "#server/domain/job/testing.ts";
import type { WouldHave } from "#server/domain/job/would-have.ts";
import { getClusterDryRun } from "../cluster/get-dry-run.ts";
import { testFleet, type TestFleet } from "../workload/testing.ts";
import { getPolicyDryRun } from "./get-dry-run.ts";
import { SavePolicy, savePolicy } from "./save.ts";

let fleet: TestFleet;
beforeAll(async () => void (fleet = await testFleet()));
afterAll(() => fleet.close());
afterEach(async () => {
  await fleet.db.policy.deleteMany();
  await fleet.db.decision.deleteMany();
});

const wish = { name: "green", spec: { dryRun: true }, namespaces: ["climate", "ci"] };
const save = () => savePolicy(fleet.as("operator"), SavePolicy.parse({ ...wish, clusterIds: [fleet.lab] }));
const grams = (gramsNow: number | null, gramsPlanned: number | null): WouldHave => ({
  energyKwh: 1,
  gramsNow,
  gramsPlanned,
});

/** One decision, `daysAgo` days ago, that waits so many hours; 0: it runs at once. */
function decided(
  hours: number,
  wouldHave: WouldHave | undefined,
  { source = "climate/green", daysAgo = 1, clusterId = fleet.lab } = {},
): Promise<void> {
  const now = new Date(+fleet.app.clock.now() - daysAgo * DAY_MS);
  const input = inputOf([300], { now, policy: { source } });
  const until = new Date(+now + hours * HOUR_MS);
  const decision: Decision =
    hours > 0
      ? { kind: "wait", reason: "BetterWindowAhead", until, savingPercent: 50 }
      : { kind: "run-now", reason: "WindowOpen" };
  const job = { jobUid: randomUUID(), namespace: "climate", name: "era5" };
  const record = { id: randomUUID(), clusterId, ...job, decision, released: wouldHave === undefined, input };
  return fleet.app.decisions.store([{ ...record, wouldHave }]);
}
const asked = (days: 7 | 30 = 7) => getPolicyDryRun(fleet.as("viewer"), { name: "green", days });

test("of a policy that decided on nothing nothing is claimed", async () => {
  await save();
  expect(await asked()).toEqual({
    days: 7,
    jobs: 0,
    waited: 0,
    medianWaitMs: null,
    gramsNow: null,
    savedGrams: null,
    unknownJobs: 0,
  });
});

test("its decisions of the days are summed: those in its namespaces, not acted on, and no others", async () => {
  await save();
  await decided(2, grams(400, 100));
  await decided(4, grams(300, 200), { source: "ci/green" });
  await decided(9, grams(null, null));
  await decided(0, grams(200, 200));
  await decided(6, grams(400, 100), { daysAgo: 20 });
  await decided(6, undefined); // acted on
  await decided(6, grams(400, 100), { source: "climate/other" });
  await decided(6, grams(400, 100), { clusterId: "another" });
  const week = {
    jobs: 4,
    waited: 3,
    medianWaitMs: 4 * HOUR_MS,
    gramsNow: 900,
    savedGrams: 400,
    unknownJobs: 1,
  };
  expect(await asked()).toMatchObject(week);
  expect(await asked(30)).toMatchObject({ jobs: 5, gramsNow: 1_300, savedGrams: 700 });
  expect(await getClusterDryRun(fleet.as("viewer"), { name: "lab", days: 7 })).toMatchObject({
    jobs: 5,
    savedGrams: 700,
  });
});

test("one that saved nothing is known to; that is not the same as unknown", async () => {
  await save();
  await decided(0, grams(200, 200));
  expect(await asked()).toMatchObject({ jobs: 1, gramsNow: 200, savedGrams: 0, medianWaitMs: null });
  await fleet.db.decision.deleteMany();
  await decided(3, grams(null, null));
  expect(await asked()).toMatchObject({
    jobs: 1,
    gramsNow: null,
    savedGrams: null,
    medianWaitMs: 3 * HOUR_MS,
  });
});

test("no such policy, no such cluster: a sentence", async () => {
  await expect(asked()).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(getClusterDryRun(fleet.as("viewer"), { name: "nowhere", days: 7 })).rejects.toThrow(
    "There is no cluster named nowhere.",
  );
});

test("what a dry run decided lets no Job run, and is no expectation of it", async () => {
  await decided(2, grams(400, 100));
  const [row] = await fleet.db.decision.findMany();
  const identity = { clusterId: fleet.lab, uid: row?.jobUid ?? "", namespace: "climate", name: "era5" };
  const job = { ...identity, submittedAt: new Date(0) };
  expect(await fleet.app.decisions.firstInputOf(job)).toBeUndefined();
  expect((await fleet.app.decisions.releasesOf(fleet.lab, [job.uid])).size).toBe(0);
  expect(await fleet.app.decisions.ofJob(job)).toMatchObject([{ dryRun: true, released: false }]);
});

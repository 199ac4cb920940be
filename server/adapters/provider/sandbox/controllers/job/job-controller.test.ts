import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addPool, testJob, testWorld, type TestWorld } from "../testing.ts";
import type { TrackedJob } from "../objects.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
  await addPool(world);
});
afterEach(async () => {
  expect(world.warnings).toEqual([]);
  await world.close();
});

const conditions = (name: string) =>
  world.job(name)?.status?.conditions?.map(({ type, status, reason }) => `${type} ${status} ${reason}`);
const suspend = (name: string, value: boolean) =>
  world.api.update<TrackedJob>("jobs", "default", name, ({ spec }) => void (spec.suspend = value));

describe("a Job that runs", () => {
  test("has one pod, ends when it does, and says so", async () => {
    await world.api.create(testJob("a"));
    await world.pass(5);
    expect(world.job("a")?.status).toMatchObject({ active: 1, ready: 1, startTime: "2026-11-22T12:00:06Z" });
    await world.pass(60);
    expect(conditions("a")).toEqual([
      "SuccessCriteriaMet True CompletionsReached",
      "Complete True CompletionsReached",
    ]);
    expect(world.job("a")?.status).toMatchObject({
      succeeded: 1,
      ready: 0,
      completionTime: "2026-11-22T12:01:07Z",
    });
    expect(world.job("a")?.status?.active).toBeUndefined();
    expect(world.reasons("a")).toEqual(["SuccessfulCreate", "Completed"]);
  });

  test("keeps to its parallelism until its completions are reached", async () => {
    await world.api.create(testJob("a", { spec: { completions: 5, parallelism: 2 }, runs: "10s" }));
    await world.pass(5);
    expect(world.job("a")?.status).toMatchObject({ active: 2 });
    await world.pass(30);
    expect(world.pods()).toHaveLength(5);
    await world.pass(10);
    expect(world.job("a")?.status).toMatchObject({ succeeded: 5 });
    expect(conditions("a")?.at(-1)).toBe("Complete True CompletionsReached");
  });

  test("without completions ends when one pod succeeded and the others are over", async () => {
    await world.api.create(testJob("a", { spec: { parallelism: 2 }, runs: "10s" }));
    await world.pass(20);
    expect(world.job("a")?.status).toMatchObject({ succeeded: 2 });
    expect(conditions("a")?.at(-1)).toBe("Complete True CompletionsReached");
  });

  test("indexed: each index succeeds once", async () => {
    await world.api.create(
      testJob("a", { spec: { completions: 4, parallelism: 3, completionMode: "Indexed" }, runs: "10s" }),
    );
    await world.pass(5);
    expect(
      world.pods().map(({ metadata }) => metadata.annotations?.["batch.kubernetes.io/job-completion-index"]),
    ).toEqual(["0", "1", "2"]);
    await world.pass(30);
    expect(world.job("a")?.status).toMatchObject({ completedIndexes: "0-3", succeeded: 4 });
  });

  test("managed by another controller is left alone", async () => {
    await world.api.create(testJob("a", { spec: { managedBy: "example.org/mine" } }));
    await world.pass(5);
    expect(world.pods()).toEqual([]);
    expect(world.job("a")?.status).toEqual({});
  });

  test("with rules that are not simulated waits and says so, rather than end wrongly", async () => {
    const podFailurePolicy = { rules: [{ action: "Ignore", onExitCodes: { operator: "In", values: [3] } }] };
    await world.api.create(testJob("a", { spec: { podFailurePolicy }, exitCode: 3 }));
    await world.pass(100);
    expect(world.pods()).toEqual([]);
    expect(world.reasons("a")).toEqual(["NotSimulated"]);
  });

  test("gets another pod for one that was deleted, which counts as failed", async () => {
    await world.api.create(testJob("a"));
    await world.pass(5);
    const [pod] = world.pods();
    await world.api.delete("pods", "default", pod?.metadata.name ?? "");
    await world.pass(15);
    expect(world.job("a")?.status).toMatchObject({ active: 1, failed: 1 });
    expect(world.pods().map(({ metadata }) => metadata.name)).not.toContain(pod?.metadata.name);
  });
});

describe("a suspended Job", () => {
  test("has no pod and no start time; the deadline counts from the resumption", async () => {
    await world.api.create(testJob("a", { spec: { suspend: true, activeDeadlineSeconds: 100 } }));
    await world.pass(3_600);
    expect(world.pods()).toEqual([]);
    expect(world.job("a")?.status?.startTime).toBeUndefined();
    expect(conditions("a")).toEqual(["Suspended True JobSuspended"]);
    await suspend("a", false);
    await world.pass(2);
    expect(world.job("a")?.status).toMatchObject({ startTime: "2026-11-22T13:00:06Z", active: 1 });
    expect(conditions("a")).toEqual(["Suspended False JobResumed"]);
    await world.pass(70);
    expect(conditions("a")?.at(-1)).toBe("Complete True CompletionsReached");
    expect(world.reasons("a")).toEqual(["Suspended", "SuccessfulCreate", "Resumed", "Completed"]);
  });

  test("that ran loses its pods without counting them as failed", async () => {
    await world.api.create(testJob("a", { spec: { parallelism: 3, completions: 3 } }));
    await world.pass(5);
    await suspend("a", true);
    await world.pass(5);
    expect(world.pods()).toEqual([]);
    expect(world.job("a")?.status).toMatchObject({ ready: 0, terminating: 0 });
    expect(world.job("a")?.status?.failed).toBeUndefined();
    expect(world.job("a")?.status?.startTime).toBeUndefined();
  });
});

describe("a Job that fails", () => {
  test("tries again after 10 s, then 20 s, and fails beyond its back-off limit", async () => {
    await world.api.create(testJob("a", { spec: { backoffLimit: 2 }, runs: "5s", exitCode: 3 }));
    const failedAfter = async (seconds: number) => {
      await world.pass(seconds);
      return world.job("a")?.status?.failed;
    };
    expect(await failedAfter(8)).toBe(1);
    expect(await failedAfter(8)).toBe(1);
    expect(world.pods()).toHaveLength(2);
    expect(await failedAfter(8)).toBe(2);
    await world.pass(15);
    expect(world.pods()).toHaveLength(2);
    expect(await failedAfter(15)).toBe(3);
    expect(conditions("a")).toEqual([
      "FailureTarget True BackoffLimitExceeded",
      "Failed True BackoffLimitExceeded",
    ]);
    expect(world.reasons("a")).toContain("BackoffLimitExceeded");
  });

  test("in place: restarts count against the limit", async () => {
    await world.api.create(
      testJob("a", {
        spec: { backoffLimit: 2 },
        runs: "5s",
        exitCode: 1,
        pod: { restartPolicy: "OnFailure" },
      }),
    );
    await world.pass(120);
    expect(conditions("a")?.at(-1)).toBe("Failed True BackoffLimitExceeded");
    expect(world.pods()).toHaveLength(0);
  });

  test("at its active deadline: what runs is ended and counted", async () => {
    await world.api.create(
      testJob("a", { spec: { activeDeadlineSeconds: 30, parallelism: 2, completions: 2 } }),
    );
    await world.pass(40);
    expect(conditions("a")).toEqual(["FailureTarget True DeadlineExceeded", "Failed True DeadlineExceeded"]);
    expect(world.job("a")?.status).toMatchObject({ failed: 2, terminating: 0 });
    expect(world.pods()).toEqual([]);
  });
});

describe("restarts in the middle", () => {
  test.each([0, 30, 7_200])("a running Job goes on after %i s away and counts its pod once", async (away) => {
    await world.api.create(testJob("a"));
    await world.pass(10);
    await world.restart(away);
    await world.pass(61);
    expect(world.job("a")?.status).toMatchObject({ succeeded: 1, completionTime: expect.any(String) });
    expect(world.pods()).toHaveLength(1);
    const ended = world.pods()[0]?.status?.containerStatuses?.[0]?.state.terminated?.finishedAt;
    expect(ended).toBe("2026-11-22T12:01:07Z");
  });

  test("back-off goes on from where it was", async () => {
    await world.api.create(testJob("a", { runs: "5s", exitCode: 1 }));
    await world.pass(10);
    await world.restart();
    await world.pass(4);
    expect(world.pods()).toHaveLength(1);
    await world.pass(4);
    expect(world.pods()).toHaveLength(2);
  });
});

test.each([
  ["a finished Job goes after its ttl, with its pods", 0],
  ["so it does when the ttl passes while nothing runs", 3_600],
])("%s", async (_, away) => {
  await world.api.create(testJob("a", { spec: { ttlSecondsAfterFinished: 100 }, runs: "5s" }));
  await world.pass(20);
  expect(conditions("a")?.at(-1)).toContain("Complete");
  if (away > 0) await world.restart(away);
  await world.pass(away > 0 ? 1 : 100);
  expect(world.job("a")).toBeUndefined();
  expect(world.pods()).toEqual([]);
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Job } from "#server/domain/kubernetes.ts";
import { addPool, testJob, testWorld, type TestWorld } from "../testing.ts";
import type { CronJob } from "./cron-job.ts";
import { latestDue, parseSchedule } from "./schedule.ts";

let world: TestWorld; // begins at 12:00 UTC on a Sunday
beforeEach(async () => {
  world = await testWorld();
  await addPool(world);
});
afterEach(async () => {
  expect(world.warnings).toEqual([]);
  await world.close();
});

async function createCronJob(
  spec: Partial<CronJob["spec"]>,
  options: Parameters<typeof testJob>[1] = {},
): Promise<void> {
  const jobTemplate = { metadata: { labels: { made: "by-cron" } }, spec: testJob("x", options).spec };
  await world.api.create<CronJob>({
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "c", namespace: "default" },
    spec: { schedule: "*/10 * * * *", jobTemplate, ...spec },
  });
  await world.pass(0);
}
const cronJob = () => world.api.get<CronJob>("cronjobs", "default", "c");
const jobs = () => world.api.list<Job>("jobs", "default");
const minutes = (count: number) => world.pass(count * 60);

describe("a CronJob", () => {
  test("makes a Job at each due time, named after it, and lists it while it runs", async () => {
    await createCronJob({}, { runs: "90s" });
    await minutes(9);
    expect(jobs()).toEqual([]);
    await minutes(2);
    expect(jobs()).toMatchObject([
      {
        metadata: {
          name: `c-${Date.UTC(2026, 10, 22, 12, 10) / 60_000}`,
          labels: { made: "by-cron" },
          annotations: { "batch.kubernetes.io/cronjob-scheduled-timestamp": "2026-11-22T12:10:00Z" },
          ownerReferences: [{ kind: "CronJob", name: "c", controller: true }],
        },
      },
    ]);
    expect(cronJob()?.status).toMatchObject({
      active: [{ kind: "Job" }],
      lastScheduleTime: "2026-11-22T12:10:00Z",
    });
    await minutes(2);
    expect(cronJob()?.status?.active).toBeUndefined();
    expect(cronJob()?.status?.lastSuccessfulTime).toMatch(/^2026-11-22T12:11/);
    expect(world.reasons("c")).toEqual(["SuccessfulCreate", "SawCompletedJob"]);
  });

  test("keeps three successes and one failure", async () => {
    await createCronJob({}, { runs: "5s" });
    await minutes(61);
    expect(jobs()).toHaveLength(3);
    await world.api.delete("cronjobs", "default", "c");
    await world.pass(1);
    expect(jobs()).toEqual([]);
  });

  test.each([
    ["Allow", 2, 2],
    ["Forbid", 1, 1],
    ["Replace", 1, 1],
  ] as const)(
    "%s: after the second due time %i Jobs, %i of them active",
    async (concurrencyPolicy, count, active) => {
      await createCronJob({ concurrencyPolicy }, { runs: "15m" });
      await minutes(11);
      const first = jobs()[0]?.metadata.name;
      await minutes(10);
      expect(jobs()).toHaveLength(count);
      expect(cronJob()?.status?.active).toHaveLength(active);
      expect(jobs().some(({ metadata }) => metadata.name === first)).toBe(concurrencyPolicy !== "Replace");
    },
  );

  test("suspended makes none", async () => {
    await createCronJob({ suspend: true });
    await minutes(30);
    expect(jobs()).toEqual([]);
  });

  test("counts hours of its time zone", async () => {
    await createCronJob({ schedule: "30 21 * * *", timeZone: "Asia/Tokyo" }, { runs: "1h" });
    await minutes(29);
    expect(jobs()).toEqual([]);
    await minutes(2);
    expect(jobs()).toHaveLength(1);
  });

  test("with an unreadable schedule says so and makes none", async () => {
    await createCronJob({ schedule: "every now and then" }).catch(() => undefined);
    await minutes(1);
    expect(jobs()).toEqual([]);
  });
});

describe("after being away", () => {
  test("only the latest missed time is made good, once", async () => {
    await createCronJob({}, { runs: "5s" });
    await minutes(1);
    await world.restart(3_600);
    await world.pass(1);
    await world.restart();
    expect(jobs().map(({ metadata }) => metadata.name)).toEqual([
      `c-${Date.UTC(2026, 10, 22, 13, 0) / 60_000}`,
    ]);
  });

  test("beyond startingDeadlineSeconds it is missed", async () => {
    await createCronJob({ startingDeadlineSeconds: 30 }, { runs: "5s" });
    await world.restart(11 * 60);
    await world.pass(1);
    expect(jobs()).toEqual([]);
    await minutes(9);
    expect(jobs()).toHaveLength(1);
  });
});

const at = (clock: string): Date => new Date(`2026-11-22T${clock}:00Z`);
test.each([
  ["none due", "12:00", "12:05", undefined, "12:10"],
  ["one due", "12:00", "12:10", "12:10", "12:20"],
  ["several missed: the latest", "12:00", "12:45", "12:40", "12:50"],
])("latestDue: %s", (_, since, now, due, next) => {
  const found = latestDue(parseSchedule("*/10 * * * *", undefined), at(since), at(now));
  expect(found).toEqual({ due: due && at(due), next: at(next), missedMany: false });
});

test("latestDue jumps over years of missed minutes", () => {
  const found = latestDue(
    parseSchedule("* * * * *", undefined),
    new Date("2016-01-01T00:00:00Z"),
    new Date("2026-01-01T00:00:30Z"),
  );
  expect(found).toEqual({
    due: new Date("2026-01-01T00:00:00Z"),
    next: new Date("2026-01-01T00:01:00Z"),
    missedMany: true,
  });
});

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCarbonRepo } from "#server/adapters/db/carbon.ts";
import { createDecisionRepo } from "#server/adapters/db/decision.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import type { App } from "#server/context.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { listSavings } from "./list-savings.ts";

const NOW = new Date("2026-11-22T14:20:00Z");
const hour = (ahead: number) => new Date(Math.floor(+NOW / HOUR_MS + ahead) * HOUR_MS);

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.carbonZone.create({
    data: { zone: "DE", name: "Germany", sources: { create: { position: 0, source: "recorded" } } },
  });
});
afterAll(() => database.drop());
beforeEach(async () => {
  const { db } = database;
  await db.decision.deleteMany();
  await db.intensityReading.deleteMany();
  app = {
    carbon: createCarbonRepo(db),
    decisions: createDecisionRepo(db),
    clock: { rate: 1, now: () => NOW },
    actor: { kind: "user", id: "u", name: "Ada", role: "viewer" },
  } as unknown as App;
  await read(-20, 0, (ahead) => (ahead < -10 ? 400 : 100));
});

async function read(from: number, to: number, grams: (ahead: number) => number): Promise<void> {
  const readings = Array.from({ length: to - from }, (_, index) => ({
    startsAt: hour(from + index),
    stepMs: HOUR_MS,
    gramsPerKwh: grams(from + index),
    quality: "measured" as const,
  }));
  await app.carbon.saveReadings({ zone: "DE", kind: "average" }, "recorded", readings, NOW);
}
let made = 0;
/** A Job of 2 kW for an hour, let go so many hours from now. */
async function ran(
  submitted: number,
  started: number,
  more: { jobUid?: string; watts?: number | null; dryRun?: boolean; zone?: string; hours?: number } = {},
): Promise<void> {
  const { jobUid = `job-${made}`, watts = 2_000, dryRun = false, zone = "DE", hours = 1 } = more;
  await database.db.decision.create({
    data: {
      id: `decision-${made++}`,
      clusterId: "lab",
      jobUid,
      namespace: "ml",
      name: jobUid,
      at: hour(started),
      kind: "run-now",
      reason: "WindowOpen",
      released: !dryRun,
      dryRun,
      watts,
      input: {
        job: { submittedAt: hour(submitted).toISOString(), durationMs: hours * HOUR_MS },
        policy: { zone },
      },
    },
  });
}
const lab = async () => (await listSavings(app)).find(({ clusterId }) => clusterId === "lab");

test("a Job that waited for a cleaner hour saved the difference, by what was measured", async () => {
  await ran(-15, -5);
  await ran(-5, -5); // at once: it saved nothing, and is counted
  expect(await lab()).toEqual({
    clusterId: "lab",
    jobs: 2,
    unknownJobs: 0,
    gramsAtOnce: 1_000,
    savedGrams: 600,
  });
});

test("waiting that cost more is below zero, each hour at its own value", async () => {
  await ran(-9, -12, { hours: 4 }); // two hours at 400, two at 100, where at once all were at 100
  expect(await lab()).toMatchObject({ gramsAtOnce: 800, savedGrams: expect.closeTo(-1_200, 6) });
});

test.each<[string, () => Promise<void>]>([
  ["no power was written down", () => ran(-15, -5, { watts: null })],
  ["nothing was read for a part of its run", () => ran(-15, -5, { hours: 6 }).then(() => ran(-25, -5))],
  ["its grid is not watched any more", () => ran(-15, -5, { zone: "FR" })],
  [
    "it stopped in between",
    () => ran(-15, -5, { jobUid: "twice" }).then(() => ran(-15, -3, { jobUid: "twice" })),
  ],
])("what is not known is null, and counted: %s", async (_, act) => {
  await database.db.intensityReading.deleteMany({ where: { startsAt: hour(-4) } });
  await act();
  expect(await lab()).toMatchObject({ jobs: 0, gramsAtOnce: null, savedGrams: null });
  expect((await lab())?.unknownJobs).toBeGreaterThan(0);
});

test("what is not over, older than 30 days, or a dry run, is not counted", async () => {
  await ran(-15, -1, { hours: 3 });
  await ran(-31 * 24, -31 * 24);
  await ran(-15, -5, { dryRun: true });
  expect(await lab()).toBeUndefined();
});

test("it is read at most every five minutes", async () => {
  await ran(-15, -5);
  expect(await lab()).toMatchObject({ jobs: 1 });
  await ran(-15, -5);
  expect(await lab()).toMatchObject({ jobs: 1 });
  Object.assign(app.clock, { now: () => new Date(+NOW + DAY_MS / 24) });
  expect(await lab()).toMatchObject({ jobs: 2 });
});

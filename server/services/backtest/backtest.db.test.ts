import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createRecorded } from "#server/adapters/carbon/recorded.ts";
import { createStudies } from "#server/adapters/backtest/studies.ts";
import { createCarbonRepo } from "#server/adapters/db/carbon.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import type { App } from "#server/context.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import type { BacktestProgress, CurveProgress } from "#server/domain/backtest/view.ts";
import { TryCurve, tryCurve } from "./curve.ts";
import { followBacktest, followCurve } from "./follow.ts";
import { RunBacktest, runBacktest } from "./run.ts";

const NOW = new Date("2026-11-22T14:20:00Z");
let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const { db } = database;
  await db.$transaction([db.carbonZone.deleteMany(), db.intensityReading.deleteMany()]);
  for (const [zone, source] of [
    ["US-CAL-CISO", "recorded"],
    ["GB", "uk-carbon-intensity"],
  ] as const) {
    await db.carbonZone.create({
      data: { zone, name: zone, sources: { create: [{ position: 0, source, config: {} }] } },
    });
  }
  app = {
    carbon: createCarbonRepo(db),
    clock: { rate: 1, now: () => NOW },
    actor: { kind: "user", id: "u", name: "Ada", role: "viewer" },
    studies: createStudies(() => undefined),
  } as unknown as App;
});
const watch = () => ({ signal: new AbortController().signal, onProgress: () => {} });
const run = (input: object) => runBacktest(app, RunBacktest.parse({ policy: {}, ...input }), watch());

const save = (zone: string, readings: readonly Intensity[]) =>
  app.carbon.saveReadings({ zone, kind: "average" }, "test", readings, NOW);

/** Clean at noon: `days` of readings up to now. */
const read = (days: number) =>
  save(
    "GB",
    Array.from({ length: days * 24 }, (_, back) => {
      const startsAt = new Date(Math.floor(+NOW / HOUR_MS) * HOUR_MS - (back + 1) * HOUR_MS);
      const gramsPerKwh = Math.abs(startsAt.getUTCHours() - 12) < 3 ? 100 : 300;
      return { startsAt, stepMs: HOUR_MS, gramsPerKwh, quality: "measured" as const };
    }),
  );

/** California as it was recorded, replayed. */
const readCalifornia = async (days: number) => {
  const range = { from: new Date(+NOW - days * DAY_MS), to: NOW };
  const recorded = createRecorded({ clock: app.clock });
  await save("US-CAL-CISO", await recorded.history("US-CAL-CISO", range, AbortSignal.timeout(5_000)));
};

test("a zone is tried over what was read of it, by our own forecaster", async () => {
  await readCalifornia(100);
  const view = await run({ zone: "US-CAL-CISO", days: 60 });
  expect(view).toMatchObject({
    zone: "US-CAL-CISO",
    provenance: "recorded 2022, replayed",
    signalKind: "average",
    stepMs: HOUR_MS,
  });
  expect(+view.to - +view.from).toBe(60 * DAY_MS);
  expect(view.totals.jobs).toBeGreaterThan(900);
  expect(view.totals.captured).toBeGreaterThan(0.8);
  expect(view.totals.deadlineMisses).toBe(0);
  expect(view.sample.length).toBeLessThanOrEqual(200);
  expect(view.sample[0]?.arrivesAt).toEqual(view.from);
});

test("with less than was asked for, over what there is after two weeks to learn from", async () => {
  await read(20);
  const view = await run({ zone: "GB", days: 30, policy: { strategy: "static" }, every: "1h" });
  expect(+view.to - +view.from).toBe(6 * DAY_MS);
  expect(view.totals.savingPercent).toBeGreaterThan(20);
  expect(view.sample.every(({ startsAt, arrivesAt }) => startsAt >= arrivesAt)).toBe(true);
});

test.each<[string, number, object, string]>([
  ["nothing read", 0, {}, "Nothing was read of GB yet, so no past can be tried."],
  [
    "too little read",
    3,
    {},
    "GB has 3.0 days of readings. A backtest takes 15: 14 to learn from and one to try the policy on.",
  ],
  [
    "no room for the Job",
    16,
    { policy: { maxDelay: "7d" } },
    "No Job of this length and longest wait ends within what is known of GB.",
  ],
  ["an unknown zone", 0, { zone: "XX" }, "There is no zone XX. There are "],
])("%s is refused in a sentence", async (_, days, input, message) => {
  await read(days);
  await expect(run({ zone: "GB", ...input })).rejects.toThrow(message);
});

test.each<[object, string]>([
  [{ days: 0 }, "The days are from 1 to 366."],
  [{ every: "1m" }, "Give a duration from 5m to 7d, such as 45m, 8h or 2d."],
  [{ policy: { strategy: "threshold" } }, "The strategy threshold needs a limit in g/kWh."],
])("%j is refused", (input, message) => {
  const result = RunBacktest.safeParse({ zone: "GB", policy: {}, ...input });
  expect(result.error?.issues[0]?.message).toBe(message);
});

test("followed, it tells how far it is, and then the result; stopped, it ends", async () => {
  await readCalifornia(140);
  const input = RunBacktest.parse({ zone: "US-CAL-CISO", policy: {}, days: 90 });
  const heard: BacktestProgress[] = [];
  for await (const news of followBacktest(app, input, new AbortController().signal)) heard.push(news);
  expect(heard.length).toBeGreaterThan(2);
  expect(heard.at(-1)?.kind).toBe("done");
  const stop = new AbortController();
  const stopped = followBacktest(app, { ...input, days: 100 }, stop.signal);
  await stopped.next();
  stop.abort();
  await expect(stopped.next()).rejects.toThrow();
});

const curve = (input: object) => tryCurve(app, TryCurve.parse({ zone: "GB", policy: {}, ...input }), watch());

test("a curve is what each longest wait gives by itself, the draft's own and the policy in force among them", async () => {
  await read(60);
  const policy = { maxDelay: "10h", minSavingPercent: 0 };
  const inForce = { strategy: "static", maxDelay: "6h" };
  const { sample: _, ...alone } = await run({ zone: "GB", days: 30, policy });
  const found = await curve({ days: 30, policy, inForce, maxDelays: ["0h", "2h", "10h"] });
  expect(found.tried).toEqual(alone);
  expect(found.inForce?.totals).toEqual((await run({ zone: "GB", days: 30, policy: inForce })).totals);
  const [none, two, ten] = found.points;
  expect(none).toEqual({ maxDelayMs: 0, savingPercent: 0, idealPercent: 0 });
  expect(two?.savingPercent).toBe(
    (await run({ zone: "GB", days: 30, policy: { ...policy, maxDelay: "2h" } })).totals.savingPercent,
  );
  expect(ten).toMatchObject({ savingPercent: alone.totals.savingPercent });
  expect(ten?.savingPercent).toBeGreaterThan(two?.savingPercent ?? 0);
});

test("waits too long for what is known are left out of a curve; the draft's own is refused", async () => {
  await read(15.5);
  const found = await curve({
    policy: { maxDelay: "4h" },
    inForce: { maxDelay: "3d" },
    maxDelays: ["2h", "2d"],
  });
  expect(found.points.map(({ maxDelayMs }) => maxDelayMs / HOUR_MS)).toEqual([2]);
  expect(found.inForce).toBeNull();
  await expect(curve({ policy: { maxDelay: "3d" } })).rejects.toThrow("No Job of this length");
});

test("a policy that is switched off holds nothing back: the draft is refused, and nothing is said for one in force", async () => {
  await read(20);
  const off = { enabled: false };
  await expect(run({ zone: "GB", policy: off })).rejects.toThrow("The policy is switched off");
  await expect(curve({ policy: off })).rejects.toThrow("The policy is switched off");
  expect((await curve({ inForce: off, maxDelays: [] })).inForce).toBeNull();
});

test("all of a curve pays for one forecast; stopped, it ends", async () => {
  await readCalifornia(100);
  const input = TryCurve.parse({ zone: "US-CAL-CISO", policy: {}, inForce: { maxDelay: "8h" }, days: 60 });
  const heard: CurveProgress[] = [];
  for await (const news of followCurve(app, input, new AbortController().signal)) heard.push(news);
  const shares = heard.flatMap((news) => (news.kind === "progress" ? [news.share] : []));
  expect(shares.length).toBeGreaterThan(1);
  expect(shares.filter((share) => share === 0)).toHaveLength(1);
  expect(heard.at(-1)).toMatchObject({ kind: "done", view: { points: { length: 7 } } });
  const stop = new AbortController();
  const stopped = followCurve(app, { ...input, days: 70 }, stop.signal);
  await stopped.next();
  stop.abort();
  await expect(stopped.next()).rejects.toThrow();
});

import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createCarbonRepo } from "#server/adapters/db/carbon.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import type { App } from "#server/context.ts";
import type { Role } from "#server/domain/actor.ts";
import { lengthOf } from "#server/domain/carbon/runs.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { GetHistory, getHistory } from "./get-history.ts";
import { GetProfile, getProfile } from "./get-profile.ts";
import { GetSeries, getSeries } from "./get-series.ts";
import { GetSkill, getSkill } from "./get-skill.ts";

const NOW = new Date("2026-11-22T14:20:00Z");
const hour = (ahead: number) => new Date(Math.floor(+NOW / HOUR_MS + ahead) * HOUR_MS);
const wave = (at: Date) => 300 + 100 * Math.sin((at.getUTCHours() * Math.PI) / 12);
const DE = { zone: "DE", kind: "average" as const };

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  const { db } = database;
  await db.$transaction([
    db.carbonZone.deleteMany(),
    db.policy.deleteMany(),
    db.intensityReading.deleteMany(),
    db.forecastVintage.deleteMany(),
  ]);
  for (const [zone, name] of [
    ["DE", "Germany"],
    ["FR", "France"],
  ] as const)
    await db.carbonZone.create({
      data: { zone, name, sources: { create: { position: 0, source: "recorded" } } },
    });
  app = as("viewer");
});

const as = (role: Role): App =>
  ({
    carbon: createCarbonRepo(database.db),
    clock: { rate: 1, now: () => NOW },
    actor: { kind: "user", id: "u", name: "Ada", role },
  }) as unknown as App;

const reading = (startsAt: Date, gramsPerKwh = wave(startsAt)) => ({
  startsAt,
  stepMs: HOUR_MS,
  gramsPerKwh,
  quality: "measured" as const,
});
const save = (hours: number, series = DE, without: (ahead: number) => boolean = () => false) =>
  app.carbon.saveReadings(
    series,
    "recorded",
    Array.from({ length: hours }, (_, index) => index - hours)
      .filter((ahead) => !without(ahead))
      .map((ahead) => reading(hour(ahead))),
    NOW,
  );
const series = (input: object = {}) =>
  getSeries(app, GetSeries.parse({ zones: ["DE"], range: "year", ...input }));
const history = (input: object = {}) =>
  getHistory(app, GetHistory.parse({ zone: "DE", range: "year", ...input }));

test("a year is drawn by the points asked for, told in full, and its gap stays a gap", async () => {
  await save(365 * 24, DE, (ahead) => ahead >= -200 && ahead < -190);
  const view = await series({ maxPoints: 1_200 });
  const [zone] = view.zones;
  expect(zone).toMatchObject({ readings: 8_750, estimated: 0, gapsJoined: 0, stepMs: HOUR_MS });
  expect(zone?.drawn).toBeLessThanOrEqual(1_200);
  expect(lengthOf(zone?.runs ?? [])).toBe(zone?.drawn);
  expect(zone?.runs.map(({ endsAt }) => endsAt)).toEqual([+hour(-200), +hour(0)]);
  expect(zone?.summary?.mean).toBeCloseTo(300, 0);
  expect(view.line).toEqual({ gramsPerKwh: zone?.summary?.mean, policy: null });
  expect(zone?.greenShare).toBeGreaterThan(0.4);
});

test("by day there is a point a day, of all the readings", async () => {
  await save(24 * 20);
  const view = await series({ by: "day" });
  expect([view.by, view.zones[0]?.drawn, view.zones[0]?.readings]).toEqual(["day", 19, 480]); // whole days alone;
  expect(view.zones[0]?.runs).toHaveLength(1);
});

test("a file of the same range has every reading", async () => {
  await save(365 * 24);
  const view = await history();
  expect(view.readings).toHaveLength(8_760);
  expect(view.readings[0]).toEqual({
    startsAt: +hour(-8_760),
    stepMs: HOUR_MS,
    gramsPerKwh: wave(hour(-8_760)),
    quality: "measured",
  });
  expect(view).toMatchObject({ zone: "DE", signalKind: "average", provenance: "recorded 2022, replayed" });
});

test("what is not over now is no history; a range may begin where it is asked to", async () => {
  await save(400);
  await app.carbon.saveReadings(DE, "recorded", [reading(hour(0))], NOW);
  expect((await history({ range: "3d" })).readings.at(-1)?.startsAt).toBe(+hour(-1));
  const [zone] = (await series({ range: "3d", from: hour(-100) })).zones;
  expect([zone?.firstAt, zone?.readings]).toEqual([hour(-100), 72]);
  expect((await series({ range: "3d", from: new Date(+NOW + DAY_MS) })).zones[0]).toMatchObject({
    readings: 0,
    summary: null,
    greenShare: null,
    stepMs: null,
  });
});

test("little history is told, not filled", async () => {
  await save(30);
  const [zone] = (await series()).zones;
  expect([zone?.firstAt, zone?.readings, zone?.drawn]).toEqual([hour(-30), 30, 30]);
  expect(await getSkill(app, { zone: "DE" })).toMatchObject({ skill: null, historyMs: 30 * HOUR_MS });
  expect((await getProfile(app, GetProfile.parse({ zone: "DE", days: 56 }))).days).toHaveLength(2);
  expect((await getProfile(app, GetProfile.parse({ zone: "FR", days: 56 }))).days).toEqual([]);
});

test("hours are those of the viewer's day, and a policy's limit is told with its share", async () => {
  await save(24 * 10);
  await database.db.policy.create({
    data: { name: "night", spec: { zone: "DE", maxIntensity: 300 }, updatedBy: "u" },
  });
  const profile = await getProfile(app, GetProfile.parse({ zone: "DE", days: 7, timeZone: "Asia/Tokyo" }));
  expect(profile).toMatchObject({
    hoursMissing: 0,
    limit: { gramsPerKwh: 300, policy: "night" },
    timeZone: "Asia/Tokyo",
  });
  expect(profile.byHour[15]).toBeCloseTo(400); // 06:00 UTC
  expect(profile.underLimit).toBeGreaterThan(0.5);
  expect((await series({ zones: ["DE", "FR"] })).line).toEqual({ gramsPerKwh: 300, policy: "night" });
});

test("five weeks tell what our forecast is worth, by horizon", async () => {
  await save(24 * 35);
  const { skill } = await getSkill(app, GetSkill.parse({ zone: "DE" }));
  expect(skill?.rows.map(({ horizonHours }) => horizonHours)).toEqual([1, 3, 6, 12, 24, 48]);
  expect(skill?.captured?.ours).toBeCloseTo(1);
});

test("it is made once, until a reading comes", async () => {
  await save(24 * 30);
  const read = vi.spyOn(app.carbon, "readings");
  const [first, again] = await Promise.all([getSkill(app, { zone: "DE" }), getSkill(app, { zone: "DE" })]);
  expect(again).toEqual(first);
  await series();
  await series();
  expect(read).toHaveBeenCalledTimes(2);
  await app.carbon.saveReadings(DE, "recorded", [reading(hour(-24 * 40))], new Date(+NOW + 1));
  expect((await series()).zones[0]?.readings).toBe(24 * 30 + 1);
});

test("what failed once is tried again", async () => {
  await save(10);
  const read = vi.spyOn(app.carbon, "readings").mockRejectedValueOnce(new Error("away"));
  await expect(series()).rejects.toThrow("away");
  expect((await series()).zones[0]?.readings).toBe(10);
  read.mockRestore();
});

test("what had been foreseen comes once a day, where it is asked for", async () => {
  await save(72);
  for (const ahead of [-48, -30, -24])
    await app.carbon.saveForecast(DE, "recorded", {
      forecast: {
        generatedAt: hour(ahead),
        startsAt: hour(ahead),
        stepMs: HOUR_MS,
        gramsPerKwh: Array.from({ length: 30 }, () => 100 - ahead),
        method: "seasonal-blend",
      },
      errorPercent: null,
    });
  expect((await series({ range: "week" })).zones[0]?.foreseen).toEqual([]);
  const [run] = (await series({ range: "week", foreseen: true })).zones[0]?.foreseen ?? [];
  expect(run?.startsAt[0]).toBe(+hour(-48));
  expect(run?.gramsPerKwh.at(-1)).toBe(130); // the day's first, not its newest
});

test.each<[string, () => unknown, string]>([
  ["no zone", () => GetSeries.parse({ zones: [], range: "year" }), "Choose one to 6 zones."],
  [
    "seven zones",
    () => GetSeries.parse({ zones: "ABCDEFG".split(""), range: "year" }),
    "Choose one to 6 zones.",
  ],
  [
    "a range that is none",
    () => GetSeries.parse({ zones: ["DE"], range: "decade" }),
    "Choose one of the ranges 3d, week, month and year.",
  ],
  [
    "a million points",
    () => GetSeries.parse({ zones: ["DE"], range: "year", maxPoints: 1e6 }),
    "Ask for 50 to 1500 points a zone.",
  ],
  ["no days", () => GetProfile.parse({ zone: "DE", days: 0 }), "Ask for 1 to 366 days."],
  [
    "a time zone that is none",
    () => GetProfile.parse({ zone: "DE", days: 7, timeZone: "Mars/Olympus" }),
    "Give a time zone such as Europe/Berlin or UTC.",
  ],
])("%s is refused with a sentence", (_, parse, sentence) => {
  expect(parse).toThrow(sentence);
});

test("an unknown zone is answered with those there are", async () => {
  const sentence = "There is no zone XX. There are DE, FR.";
  await expect(series({ zones: ["DE", "XX"] })).rejects.toThrow(sentence);
  await expect(history({ zone: "XX" })).rejects.toThrow(sentence);
  await expect(getProfile(app, GetProfile.parse({ zone: "XX", days: 7 }))).rejects.toThrow(sentence);
  await expect(getSkill(app, { zone: "XX" })).rejects.toThrow(sentence);
});

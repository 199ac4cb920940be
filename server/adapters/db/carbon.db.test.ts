import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import type { Forecast } from "#server/domain/carbon/forecast.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import { createCarbonRepo, type CarbonRepo } from "./carbon.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

const START = Date.UTC(2026, 0, 5);
const at = (hours: number) => new Date(START + hours * HOUR_MS);
const series = { zone: "DE", kind: "average" as const };
const audit = { actor: { id: "u1", name: "Ada" }, action: "carbon.save-zone", at: at(0) };
const reading = (
  hour: number,
  gramsPerKwh: number,
  quality: Intensity["quality"] = "measured",
): Intensity => ({
  startsAt: at(hour),
  stepMs: HOUR_MS,
  gramsPerKwh,
  quality,
});
const forecast = (hour: number, more: Partial<Forecast> = {}): Forecast => ({
  generatedAt: new Date(+at(hour) + 1_234),
  startsAt: at(hour),
  stepMs: HOUR_MS,
  gramsPerKwh: [218.290_030_688_294_62, null, 0],
  method: "test",
  ...more,
});

let database: TestDatabase;
let carbon: CarbonRepo;
beforeAll(async () => {
  database = await createTestDatabase();
  carbon = createCarbonRepo(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  const { db } = database;
  await db.$transaction([
    db.carbonZone.deleteMany(),
    db.intensityReading.deleteMany(),
    db.forecastVintage.deleteMany(),
    db.decision.deleteMany(),
    db.policy.deleteMany(),
    db.cluster.deleteMany(),
    db.setting.deleteMany(),
    db.auditEntry.deleteMany(),
  ]);
});
const saveDe = (config: Record<string, string> = { file: "ger.csv", digest: "1" }) =>
  carbon.saveZone(
    { zone: "DE", name: "Germany", sources: [{ source: "replay", config, accountId: null }], file: "utc,ci" },
    audit,
  );
/** Of the only source of DE. */
const onlySource = async () => (await carbon.findZone("DE"))?.sources[0] ?? expect.fail("DE has no source");
const CLOCK = { source: "static", config: {}, accountId: null };
const GER = { source: "replay", config: { file: "ger.csv", digest: "1" }, accountId: null };

test("a forecast comes back exactly: every digit, a slot not foreseen as null, a 0 as 0, no band as no band", async () => {
  const withBand = forecast(1, { low: [1, null, 0], high: [300.1, null, 5] });
  await carbon.saveForecast(series, "s", { forecast: forecast(0), errorPercent: null });
  await carbon.saveForecast(series, "s", { forecast: withBand, errorPercent: 9.25 });
  expect(await carbon.forecastKnownAt(series, at(0.5))).toEqual({
    forecast: forecast(0),
    errorPercent: null,
  });
  expect(await carbon.forecastKnownAt(series, at(9))).toEqual({ forecast: withBand, errorPercent: 9.25 });
});

test("a vintage is what was known then: none before the first, and the same one is kept once", async () => {
  for (const grams of [1, 2]) {
    await carbon.saveForecast(series, "s", {
      forecast: forecast(0, { gramsPerKwh: [grams] }),
      errorPercent: null,
    });
  }
  expect(await carbon.forecastKnownAt(series, at(0))).toBeUndefined();
  expect(await carbon.vintages(series, { from: at(0), to: at(1) })).toEqual([
    forecast(0, { gramsPerKwh: [1] }),
  ]);
});

test("vintages can be thinned to one an hour", async () => {
  for (const hour of [0, 0.25, 0.5, 1, 1.25]) {
    await carbon.saveForecast(series, "s", { forecast: forecast(hour), errorPercent: null });
  }
  const thin = await carbon.vintages(series, { from: at(0), to: at(2) }, HOUR_MS);
  expect(thin.map(({ startsAt }) => startsAt)).toEqual([at(0), at(1)]);
});

test.each<[string, Intensity, Intensity, number, number]>([
  ["the same reading changes nothing", reading(0, 300), reading(0, 300), 0, 300],
  ["an estimate gives way to a measurement", reading(0, 300, "estimated"), reading(0, 290), 1, 290],
  [
    "an estimate gives way to another estimate",
    reading(0, 300, "estimated"),
    reading(0, 290, "estimated"),
    1,
    290,
  ],
  ["a measurement gives way to nothing", reading(0, 300), reading(0, 290, "estimated"), 0, 300],
])("%s", async (_, first, second, changed, grams) => {
  expect(await carbon.saveReadings(series, "s", [first], at(1))).toBe(1);
  expect(await carbon.saveReadings(series, "s", [second], at(2))).toBe(changed);
  expect((await carbon.readings(series, { from: at(0), to: at(1) }))[0]?.gramsPerKwh).toBe(grams);
});

test("average and marginal readings of one hour stay apart", async () => {
  await carbon.saveReadings(series, "s", [reading(0, 300)], at(1));
  await carbon.saveReadings({ ...series, kind: "marginal" }, "s", [reading(0, 900)], at(1));
  expect(await carbon.readings(series, { from: at(0), to: at(1) })).toEqual([reading(0, 300)]);
});

test("the signal at an instant knows nothing later: no reading that was not over, no newer vintage", async () => {
  await saveDe();
  await carbon.saveReadings(
    series,
    "s",
    [reading(-169, 1), reading(0, 300), reading(1, 310), reading(2, 320)],
    at(9),
  );
  for (const hour of [1, 2, 3])
    await carbon.saveForecast(series, "s", { forecast: forecast(hour), errorPercent: 7 });
  expect(await carbon.signalOf("DE", at(2.5))).toEqual({
    ...series,
    latest: reading(1, 310),
    recent: [reading(0, 300), reading(1, 310)],
    forecast: forecast(2),
    provenance: "ger.csv, replayed",
  });
});

test("an old reading is still the latest, though no longer recent", async () => {
  await saveDe();
  await carbon.saveReadings(series, "s", [reading(0, 300)], at(1));
  expect(await carbon.signalOf("DE", at(24 * 9))).toMatchObject({
    latest: reading(0, 300),
    recent: [],
    forecast: undefined,
  });
});

test("no zone, no signal", async () => {
  expect(await carbon.signalOf("XX", at(0))).toBeUndefined();
});

test("vintages older than 60 days go, readings stay", async () => {
  await carbon.saveReadings(series, "s", [reading(0, 300)], at(1));
  for (const hour of [0, 48])
    await carbon.saveForecast(series, "s", { forecast: forecast(hour), errorPercent: null });
  await carbon.prune(new Date(START + 61 * DAY_MS));
  expect(await carbon.vintages(series, { from: at(0), to: at(99) })).toHaveLength(1);
  expect(await carbon.readings(series, { from: at(0), to: at(1) })).toHaveLength(1);
});

test("the default zones are made once: one that was removed does not come back", async () => {
  const zones = [
    { zone: "US-CAL-CISO", name: "California" },
    { zone: "US-MIDA-PJM", name: "Mid-Atlantic" },
  ];
  expect(await carbon.ensureDefaultZones(zones, at(0))).toBe(true);
  await carbon.removeZone("US-CAL-CISO", audit);
  expect(await carbon.ensureDefaultZones(zones, at(1))).toBe(false);
  expect((await carbon.zones()).map(({ zone, sources }) => [zone, sources[0]?.source])).toEqual([
    ["US-MIDA-PJM", "recorded"],
  ]);
});

test("a zone's file goes with the zone, and with the source that read it", async () => {
  await saveDe();
  expect(await carbon.file("DE")).toBe("utc,ci");
  await carbon.saveZone({ zone: "DE", name: "Germany", sources: [CLOCK] }, audit);
  expect(await carbon.file("DE")).toBeUndefined();
  await saveDe();
  await carbon.removeZone("DE", audit);
  expect(await carbon.file("DE")).toBeUndefined();
});

test.each<[string, Record<string, string>, number]>([
  [
    "the same file again, with its keys in another order, keeps the readings",
    { digest: "1", file: "ger.csv" },
    1,
  ],
  ["another file starts anew", { digest: "2", file: "ger.csv" }, 0],
])("%s", async (_, config, kept) => {
  await saveDe();
  await carbon.saveReadings(series, "replay", [reading(0, 300)], at(1));
  await carbon.noteFailure((await onlySource()).id, at(1), "It is away.");
  await saveDe(config);
  expect(await carbon.readings(series, { from: at(0), to: at(1) })).toHaveLength(kept);
  expect((await onlySource()).failure?.message).toBe(kept ? "It is away." : undefined);
  expect(await database.db.auditEntry.count({ where: { actor: "Ada", subject: "DE" } })).toBe(2);
});

test("in another order the sources keep what they gave, their file, and how they did", async () => {
  await saveDe();
  const { id } = await onlySource();
  await carbon.noteAnswer("DE", id, at(1));
  await carbon.noteBackfill("DE", at(-99));
  await carbon.saveReadings(series, "replay", [reading(0, 300)], at(1));
  await carbon.saveZone({ zone: "DE", name: "Germany", sources: [CLOCK, GER] }, audit);
  expect((await carbon.findZone("DE"))?.backfilledTo).toBeNull(); // one more may have a longer past
  await carbon.noteBackfill("DE", at(-99));
  await carbon.saveZone({ zone: "DE", name: "Germany", sources: [GER, CLOCK] }, audit);

  const zone = await carbon.findZone("DE");
  expect(zone?.sources.map(({ source, lastOkAt }) => [source, lastOkAt])).toEqual([
    ["replay", at(1)],
    ["static", null],
  ]);
  expect(zone?.sources[0]?.id).toBe(id);
  expect(zone?.backfilledTo).toEqual(at(-99));
  expect(await carbon.file("DE")).toBe("utc,ci");
  expect(await carbon.readings(series, { from: at(0), to: at(1) })).toHaveLength(1);
});

test("what a source that goes gave goes with it, and only that", async () => {
  await carbon.saveZone({ zone: "DE", name: "Germany", sources: [CLOCK, GER], file: "utc,ci" }, audit);
  await carbon.saveReadings(series, "static", [reading(0, 1)], at(1));
  await carbon.saveReadings(series, "replay", [reading(1, 2)], at(2));
  await carbon.saveForecast(series, "replay", { forecast: forecast(1), errorPercent: null });
  await carbon.saveZone({ zone: "DE", name: "Germany", sources: [CLOCK] }, audit);
  expect(await carbon.readings(series, { from: at(0), to: at(9) })).toEqual([reading(0, 1)]);
  expect(await carbon.forecastKnownAt(series, at(9))).toBeUndefined();
});

test("the newest reading of one source, beside that of all", async () => {
  await carbon.saveReadings(series, "a", [reading(0, 1)], at(1));
  await carbon.saveReadings(series, "b", [reading(1, 2)], at(2));
  expect(await carbon.newestReading(series, at(9))).toEqual(reading(1, 2));
  expect(await carbon.newestReading(series, at(9), "a")).toEqual(reading(0, 1));
  expect(await carbon.newestReading(series, at(9), "c")).toBeUndefined();
});

test("a year of hours is kept in one statement", async () => {
  const year = Array.from({ length: 9_000 }, (_, hour) => reading(hour - 9_000, hour % 500));
  expect(await carbon.saveReadings(series, "s", year, at(0))).toBe(9_000);
  expect(await carbon.saveReadings(series, "s", year, at(0))).toBe(0);
});

test("a failure stands until a poll succeeds", async () => {
  await saveDe();
  const { id } = await onlySource();
  await carbon.noteFailure(id, at(1), "It is away.");
  await carbon.noteFailure(id, at(1.5), "It is away still.");
  expect((await onlySource()).failure).toEqual({ at: at(1), message: "It is away still." });
  await carbon.noteAnswer("DE", id, at(2));
  expect(await onlySource()).toMatchObject({ failure: null, lastOkAt: at(2) });
  expect(await carbon.findZone("DE")).toMatchObject({ lastPolledAt: at(2) });
});

test("the limit of a zone is the lowest of the policies in force there", async () => {
  const { db } = database;
  const cluster = await db.cluster.create({
    data: { name: "c", provider: "sandbox", zone: "DE", spec: {}, createdBy: "u" },
  });
  const policy = (name: string, spec: object, clusterIds: string[] = [cluster.id]) =>
    db.policy.create({ data: { name, spec, clusterIds, updatedBy: "u" } });
  await policy("low", { maxIntensity: 150 });
  await policy("lower", { maxIntensity: 200 });
  await policy("off", { maxIntensity: 10, enabled: false });
  await policy("none", {});
  await policy("elsewhere", { maxIntensity: 90, zone: "FR" });
  await policy("nowhere", { maxIntensity: 5 }, []);
  expect(await carbon.limits()).toEqual(
    new Map([
      ["DE", { gramsPerKwh: 150, policy: "low" }],
      ["FR", { gramsPerKwh: 90, policy: "elsewhere" }],
    ]),
  );
  expect(await carbon.usersOf("FR")).toEqual({ clusters: [], policies: ["elsewhere"] });
  expect(await carbon.usersOf("DE")).toEqual({ clusters: ["c"], policies: [] });
});

test("releases: what was released, and what still waits by its newest decision", async () => {
  const decide = (id: string, jobUid: string, hour: number, more: object, zone = "DE") => ({
    id,
    clusterId: "c",
    jobUid,
    namespace: "n",
    name: "j",
    at: at(hour),
    kind: "wait",
    reason: "BetterWindowAhead",
    input: { policy: { zone } },
    ...more,
  });
  await database.db.decision.createMany({
    data: [
      decide("1", "a", 1, { until: at(5) }),
      decide("2", "a", 3, { kind: "run-now", reason: "WindowOpen", released: true }),
      decide("3", "b", 1, { until: at(5) }),
      decide("4", "b", 2, { until: at(6) }),
      decide("5", "c", 2, { until: at(6) }),
      decide("6", "d", 2, { until: at(9), reason: "HeldByPerson" }),
      decide("7", "e", 2, { until: at(6) }, "FR"),
      decide("8", "f", -60, { kind: "run-now", reason: "WindowOpen", released: true }),
    ],
  });
  expect(await carbon.releases("DE", at(-48), at(4))).toEqual([
    { at: at(3), count: 1, planned: false },
    { at: at(6), count: 2, planned: true },
  ]);
});

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCarbonRepo } from "#server/adapters/db/carbon.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import type { App } from "#server/context.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { EMISSION_FACTORS } from "#server/domain/carbon/fuel-mix.ts";
import { SaveZone } from "#server/domain/carbon/zone-save.ts";
import type { Role } from "#server/domain/actor.ts";
import { fromScore } from "#server/domain/carbon/score.ts";
import { getScore } from "./get-score.ts";
import { getZone } from "./get-zone.ts";
import { listSources } from "./list-sources.ts";
import { listZones } from "./list-zones.ts";
import { RemoveZone, removeZone } from "./remove-zone.ts";
import { saveZone } from "./save-zone.ts";
import { TestSource, testSource } from "./test-source.ts";

const NOW = new Date("2026-11-22T14:20:00Z");
const hour = (ahead: number) => new Date(Math.floor(+NOW / HOUR_MS + ahead) * HOUR_MS);
const CSV = [
  "utc,ci",
  ...Array.from({ length: 80 }, (_, row) => `${hour(row - 40).toISOString()},${200 + row}`),
].join("\n");
const recorded = { zone: "US-CAL-CISO", name: "California", source: "recorded", config: {} };
const germany = { zone: "DE", name: "Germany", source: "replay", config: { file: "ger.csv", csv: CSV } };

let database: TestDatabase;
let nudged: string[];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  nudged = [];
  const { db } = database;
  await db.$transaction([
    db.carbonZone.deleteMany(),
    db.cluster.deleteMany(),
    db.policy.deleteMany(),
    db.intensityReading.deleteMany(),
    db.forecastVintage.deleteMany(),
    db.auditEntry.deleteMany(),
  ]);
});

const as = (role: Role): App =>
  ({
    carbon: createCarbonRepo(database.db),
    settings: { emissionFactors: async () => EMISSION_FACTORS },
    clock: { rate: 1, now: () => NOW },
    actor: { kind: "user", id: "u", name: "Ada", role },
    live: { publish: async (topic: string) => void nudged.push(topic) },
    queue: { add: async (controller: string, key: string) => void nudged.push(`${controller} ${key}`) },
  }) as unknown as App;
interface OneSource {
  zone: string;
  name: string;
  source: string;
  config: object;
}
/** A zone with one source. */
const save = async ({ zone, name, ...source }: OneSource, role: Role = "admin") =>
  saveZone(as(role), SaveZone.parse({ zone, name, sources: [source] }));

const remove = () => removeZone(as("admin"), RemoveZone.parse({ zone: "US-CAL-CISO" }));

test("a saved zone is polled at once, and the deed is noted", async () => {
  await save(germany);
  expect(nudged).toEqual(["carbon", "carbon-poller DE"]);
  expect(
    (await listZones(as("viewer"))).map(({ zone, name, provenance }) => [zone, name, provenance]),
  ).toEqual([["DE", "Germany", "ger.csv, replayed"]]);
  expect(await database.db.auditEntry.findMany()).toMatchObject([
    { actor: "Ada", action: "carbon.save-zone", subject: "DE" },
  ]);
});

test.each<[string, OneSource, string]>([
  [
    "a zone the source does not have",
    { ...recorded, zone: "ATLANTIS" },
    "The recorded source has US-CAL-CISO (California) and US-MIDA-PJM (Mid-Atlantic), not ATLANTIS.",
  ],
  [
    "a zone that the UK has not",
    { ...recorded, zone: "DE", source: "uk-carbon-intensity" },
    "UK Carbon Intensity has GB (Great Britain), not DE.",
  ],
  [
    "a source that is none",
    { ...recorded, source: "crystal-ball" },
    "Choose one of the sources recorded, replay, static, uk-carbon-intensity,",
  ],
  ["an empty key", { ...recorded, zone: "" }, "Give the zone's key, such as DE or US-CAL-CISO."],
  ["a key with a slash", { ...recorded, zone: "a/b" }, "A zone's key has letters, digits, hyphens"],
  ["no name", { ...recorded, name: "  " }, "Give the zone a name for people, such as Germany."],
  ["a CSV that is none", { ...germany, config: { csv: "<html>" } }, "has no cell that reads as a time"],
  [
    "a negative number",
    { ...germany, config: { csv: `${CSV}\n${hour(40).toISOString()},-3` } },
    'Line 82: "-3" is negative',
  ],
  [
    "a file of more than 5 MB",
    { ...germany, config: { csv: "x".repeat(5_000_001) } },
    "The file has more than 5 MB.",
  ],
  ["no file", { ...germany, config: {} }, "Give the CSV's text."],
  [
    "a file of another month",
    { ...germany, config: { file: "may.csv", csv: "t,ci\n2026-05-01 00:00,1\n2026-05-01 01:00,2" } },
    "may.csv has nothing for now.",
  ],
  [
    "a window that never closes",
    { ...germany, source: "static", config: { opensAt: "10:00", closesAt: "10:00" } },
    "The window opens and closes at the same time.",
  ],
])("saving %s is refused with a sentence, and nothing is kept", async (_, input, sentence) => {
  await expect(save(input)).rejects.toThrow(sentence);
  expect(await listZones(as("viewer"))).toEqual([]);
});

test("two keys that are one name in a cluster are refused", async () => {
  await save(germany);
  await expect(save({ ...germany, zone: "de" })).rejects.toThrow(
    "de and the zone DE have one name inside a cluster.",
  );
});

test.each<[Role, string]>([
  ["viewer", "You may not change a carbon source: that takes the role admin, yours is viewer."],
  ["operator", "You may not change a carbon source: that takes the role admin, yours is operator."],
])("a %s may look but not change", async (role, sentence) => {
  await expect(save(recorded, role)).rejects.toThrow(sentence);
  await expect(removeZone(as(role), { zone: "DE" })).rejects.toThrow("You may not remove a zone");
  await expect(testSource(as(role), TestSource.parse(recorded))).rejects.toThrow(
    "You may not test a carbon source",
  );
  expect(listSources(as(role)).map(({ name }) => name)).toEqual([
    "recorded",
    "replay",
    "static",
    "uk-carbon-intensity",
    "energy-charts",
    "energinet",
    "eia",
    "electricity-maps",
    "watttime",
    "entsoe",
    "carbon-aware-sdk",
    "http-signal",
  ]);
});

test("a zone is kept while a cluster stands in it or a policy names it", async () => {
  await save(recorded);
  const cluster = await database.db.cluster.create({
    data: { name: "alpha", provider: "sandbox", zone: "US-CAL-CISO", spec: {}, createdBy: "u" },
  });
  await expect(remove()).rejects.toThrow(
    "1 cluster stands in US-CAL-CISO: alpha. Delete them first, or keep the zone.",
  );
  await database.db.cluster.delete({ where: { id: cluster.id } });
  const policy = await database.db.policy.create({
    data: { name: "night", spec: { zone: "US-CAL-CISO" }, updatedBy: "u" },
  });
  await expect(remove()).rejects.toThrow("1 policy names US-CAL-CISO: night. Change them first.");
  await database.db.policy.delete({ where: { id: policy.id } });
  await remove();
  await expect(remove()).rejects.toThrow("There is no zone US-CAL-CISO.");
});

const hoursAgo = (hours: number) => ({
  startsAt: hour(-hours),
  stepMs: HOUR_MS,
  gramsPerKwh: hours,
  quality: "measured" as const,
});

test("a decision is made from a week of readings, while pages draw 48 h", async () => {
  await save(germany);
  const all = [200, 160, 60, 40, 2].map(hoursAgo);
  await as("admin").carbon.saveReadings({ zone: "DE", kind: "average" }, "replay", all, NOW);
  const { recent } = fromScore(await getScore(as("viewer"), { zone: "DE" }));
  expect(recent.map(({ gramsPerKwh }) => gramsPerKwh)).toEqual([160, 60, 40, 2]);
  const [view] = await listZones(as("viewer"));
  expect(view?.recent.map(({ gramsPerKwh }) => gramsPerKwh)).toEqual([40, 2]);
});

test("an unknown zone is answered with those there are", async () => {
  await save(germany);
  await expect(getZone(as("viewer"), { zone: "FR" })).rejects.toThrow("There is no zone FR. There are DE.");
});

test("a zone's page: what had been foreseen, and windows from the forecast", async () => {
  await save(germany);
  const carbon = createCarbonRepo(database.db);
  const series = { zone: "DE", kind: "average" as const };
  await carbon.saveReadings(
    series,
    "replay",
    [{ startsAt: hour(-1), stepMs: HOUR_MS, gramsPerKwh: 300, quality: "measured" }],
    NOW,
  );
  const gramsPerKwh = [300, 290, 100, 100, 300, 300];
  await carbon.saveForecast(series, "replay", {
    forecast: {
      generatedAt: new Date(+hour(-3) + 30_000),
      startsAt: hour(-3),
      stepMs: HOUR_MS,
      gramsPerKwh,
      method: "seasonal-ridge",
    },
    errorPercent: 9.345,
  });
  const zone = await getZone(as("viewer"), { zone: "DE" });
  expect(zone.pastForecast.map(({ gramsPerKwh: grams }) => grams)).toEqual([290, 100, 100]);
  expect(zone).toMatchObject({ stale: false, errorPercent: 9.3, failure: null, releases: [], limit: null });
  expect(zone.windows).toEqual([{ opensAt: hour(0), closesAt: hour(1), lowestGramsPerKwh: 100 }]);
});

test.each<[string, unknown, object]>([
  [
    "the recorded grid",
    recorded,
    {
      count: 23,
      message: expect.stringMatching(
        /^It has 23 readings of the last 24 h, the newest \d+.g\/kWh at 13:00.UTC\. It gives no forecast; ours is made/,
      ) as string,
    },
  ],
  ["a file", germany, { count: 23, latest: { gramsPerKwh: 239 } }],
  [
    "the clock",
    { ...germany, source: "static", config: {} },
    { message: expect.stringContaining("It foresees 48") as string },
  ],
])("testing %s shows its real answer", async (_, input, expected) => {
  expect(await testSource(as("admin"), TestSource.parse(input))).toMatchObject(expected);
  expect(await listZones(as("viewer"))).toEqual([]);
});

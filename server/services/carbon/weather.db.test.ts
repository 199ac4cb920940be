import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCarbonRepo } from "#server/adapters/db/carbon.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import type { App } from "#server/context.ts";
import type { Role } from "#server/domain/actor.ts";
import { EMISSION_FACTORS } from "#server/domain/carbon/fuel-mix.ts";
import { SourceError } from "#server/domain/carbon/source.ts";
import type { WeatherForecastSource } from "#server/domain/carbon/weather.ts";
import { SaveZone } from "#server/domain/carbon/zone-save.ts";
import { getZone } from "./get-zone.ts";
import { listGrids } from "./list-grids.ts";
import { saveZone } from "./save-zone.ts";
import { TestWeather, testWeather } from "./test-weather.ts";

const NOW = new Date("2026-11-22T14:20:00Z");
const PLACE = { latitudeDegrees: 37.77, longitudeDegrees: -122.42 };
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.$transaction([database.db.carbonZone.deleteMany(), database.db.auditEntry.deleteMany()]);
});

const as = (role: Role): App =>
  ({
    carbon: createCarbonRepo(database.db),
    settings: { emissionFactors: async () => EMISSION_FACTORS },
    clock: { rate: 1, now: () => NOW },
    actor: { kind: "user", id: "u", name: "Ada", role },
    live: { publish: async () => undefined },
    queue: { add: async () => undefined },
  }) as unknown as App;
const save = async (more: object) =>
  saveZone(
    as("admin"),
    SaveZone.parse({
      zone: "US-CAL-CISO",
      name: "California",
      sources: [{ source: "recorded", config: {} }],
      ...more,
    }),
  );
const weather = async () => (await listGrids(as("viewer")))[0]?.weather;

test("a place is kept until it is changed, and each change is noted", async () => {
  await save({ weather: PLACE });
  expect(await weather()).toEqual({ ...PLACE, failure: null });
  await save({ name: "CA" });
  expect(await weather()).toEqual({ ...PLACE, failure: null });
  await save({ weather: null });
  expect(await weather()).toBeNull();
  const entries = await database.db.auditEntry.findMany({ orderBy: { id: "asc" } });
  expect(new Set(entries.map(({ detail }) => JSON.stringify(detail)))).toEqual(
    new Set([
      JSON.stringify({ sources: "recorded", weather: "37.77, -122.42" }),
      JSON.stringify({ sources: "recorded" }),
      JSON.stringify({ sources: "recorded", weather: "none" }),
    ]),
  );
});

test.each<[string, object, string]>([
  [
    "half a place",
    { latitudeDegrees: 37.77 },
    "Give the longitude in degrees from -180 to 180, such as -122.42.",
  ],
  [
    "no place on earth",
    { ...PLACE, latitudeDegrees: 91 },
    "Give the latitude in degrees from -90 to 90, such as 37.77.",
  ],
])("%s is refused with a sentence", (_, place, sentence) => {
  const parsed = TestWeather.safeParse(place);
  expect(parsed.error?.issues.map(({ message }) => message)).toEqual([sentence]);
});

test("what the weather last refused stands beside the zone", async () => {
  await save({ weather: PLACE });
  await as("admin").carbon.noteWeatherFailure("US-CAL-CISO", NOW, "It is away.");
  const zone = await getZone(as("viewer"), { zone: "US-CAL-CISO" });
  expect(zone).toMatchObject({ failure: null, weatherFailure: { at: NOW, message: "It is away." } });
});

const answering = (forecast: WeatherForecastSource["forecast"]): WeatherForecastSource => ({
  name: "fake",
  forecast,
});
const point = { startsAt: NOW, windMetresPerSecond: 4.23, cloudCoverPercent: null };
test.each<[string, WeatherForecastSource, boolean, string]>([
  [
    "the first hour",
    answering(async () => [point]),
    true,
    "It foresees 1 h: wind of 4.2 m/s and no word of cloud in the first hour.",
  ],
  ["nothing", answering(async () => []), false, "It foresees nothing of this place."],
  [
    "a refusal, as it is",
    answering(async () => {
      throw new SourceError("noaa-weather", "The US National Weather Service has no such place (404).");
    }),
    false,
    "The US National Weather Service has no such place (404).",
  ],
])("a test shows %s", async (_, source, answered, message) => {
  const trial = await testWeather(as("admin"), PLACE, source);
  expect({ ...trial, message: trial.message.replaceAll("\u00a0", " ") }).toEqual({ answered, message });
});

test("only an administrator tests", async () => {
  await expect(
    testWeather(
      as("viewer"),
      PLACE,
      answering(async () => []),
    ),
  ).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});

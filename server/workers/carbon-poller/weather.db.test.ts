import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCarbonHttp } from "#server/adapters/carbon/http.ts";
import { createCarbonRepo, type CarbonRepo } from "#server/adapters/db/carbon.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { MEMORY_MS } from "#server/domain/carbon/forecaster.ts";
import { EMISSION_FACTORS } from "#server/domain/carbon/fuel-mix.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import type { WeatherPoint } from "#server/domain/carbon/weather.ts";
import { carbonPoller } from "./controller.ts";

const NOON = new Date("2026-11-22T12:00:20Z");
const { signal } = new AbortController();
const audit = { actor: { id: "u", name: "Ada" }, action: "carbon.save-zone", at: NOON };
const EIA = { source: "eia", config: { respondent: "CISO" }, accountId: null };
const PLACE = { latitudeDegrees: 37.77, longitudeDegrees: -122.42 };
const AWAY = "The US National Weather Service cannot be reached.";

let database: TestDatabase;
let carbon: CarbonRepo;
let now: Date;
let asked: [number, number][];
let fault: Error | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  carbon = createCarbonRepo(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  now = NOON;
  asked = [];
  fault = undefined;
  await carbon.removeZone("CISO", audit);
  await save(PLACE);
});

const save = (weather?: typeof PLACE | null, source: typeof EIA | object = EIA) =>
  carbon.saveZone({ zone: "CISO", name: "California", sources: [source as typeof EIA], weather }, audit);
const hour = (count: number) => new Date(Math.floor(+now / HOUR_MS + count) * HOUR_MS);
/** Two hours, one hour of nothing at all, and one half known. */
const foreseen = (): WeatherPoint[] => [
  { startsAt: hour(0), windMetresPerSecond: 4.2, cloudCoverPercent: 0 },
  { startsAt: hour(1), windMetresPerSecond: 0, cloudCoverPercent: 100 },
  { startsAt: hour(3), windMetresPerSecond: null, cloudCoverPercent: 50 },
];
const grid = (name: string): CarbonIntensitySource => ({
  name,
  signalKind: "average",
  provenance: name,
  zones: async () => [],
  history: async () => [{ startsAt: hour(-1), stepMs: HOUR_MS, gramsPerKwh: 200, quality: "measured" }],
  forecast: async () => undefined,
});
const poller = () =>
  carbonPoller({
    carbon,
    carbonHttp: createCarbonHttp({ clock: { rate: 1, now: () => now } }),
    sourceKeys: { open: async () => ({}) },
    settings: { emissionFactors: async () => EMISSION_FACTORS },
    clock: { rate: 1, now: () => now },
    live: { publish: async () => undefined },
    onSignal: async () => undefined,
    makeSource: ({ source }) => grid(source),
    weather: {
      name: "fake",
      async forecast(latitude, longitude) {
        asked.push([latitude, longitude]);
        if (fault) throw fault;
        return foreseen();
      },
    },
  });
const setting = async () => (await carbon.findZone("CISO"))?.weather;

test("the weather of a place is kept as it was foreseen; what was not is null, not calm or clear", async () => {
  await poller().reconcile("CISO", signal);
  expect(asked).toEqual([[37.77, -122.42]]);
  const [first, second, third] = foreseen();
  const nothing = { startsAt: hour(2), windMetresPerSecond: null, cloudCoverPercent: null };
  expect(await carbon.weather("CISO", now)).toEqual([
    { generatedAt: NOON, points: [first, second, nothing, third] },
  ]);
});

test("it is asked for every three hours, also by another worker", async () => {
  const loop = poller();
  for (const hours of [0, 1, 2.9, 3, 4]) {
    now = new Date(+NOON + hours * HOUR_MS);
    await loop.reconcile("CISO", signal);
  }
  await poller().reconcile("CISO", signal);
  expect(asked).toHaveLength(2);
});

test("a failure is noted and fails no poll; it is asked again an hour later, and then all is well", async () => {
  fault = new SourceError("noaa-weather", AWAY);
  const loop = poller();
  expect(await loop.reconcile("CISO", signal)).toBeDefined();
  expect(await setting()).toMatchObject({ failure: { at: NOON, message: AWAY } });
  expect((await carbon.findZone("CISO"))?.sources[0]?.failure).toBeNull();
  expect((await carbon.signalOf("CISO", now))?.latest?.gramsPerKwh).toBe(200);

  fault = undefined;
  await loop.reconcile("CISO", signal);
  expect(asked).toHaveLength(1);
  now = new Date(+NOON + HOUR_MS);
  await loop.reconcile("CISO", signal);
  expect(await setting()).toEqual({ ...PLACE, failure: null });
});

test.each<[string, () => Promise<void>]>([
  ["no place", () => save(null)],
  ["a replayed grid", () => save(PLACE, { source: "recorded", config: {}, accountId: null })],
])("of %s nothing is asked", async (_, change) => {
  await change();
  await poller().reconcile("CISO", signal);
  expect(asked).toEqual([]);
});

test("another place forgets the weather of the one before; a list that is saved again does not", async () => {
  await poller().reconcile("CISO", signal);
  await save();
  await save(PLACE);
  expect(await carbon.weather("CISO", now)).toHaveLength(1);
  await save({ ...PLACE, latitudeDegrees: 34 });
  expect(await carbon.weather("CISO", now)).toEqual([]);
  await carbon.saveWeather("CISO", PLACE, foreseen(), now); // it was under way
  expect(await carbon.weather("CISO", now)).toEqual([]);
});

test("a vintage that no forecast reads any more goes", async () => {
  await poller().reconcile("CISO", signal);
  now = new Date(+NOON + MEMORY_MS + DAY_MS);
  await poller().reconcile("CISO", signal);
  expect(await database.db.weatherVintage.count({ where: { zone: "CISO" } })).toBe(1);
});

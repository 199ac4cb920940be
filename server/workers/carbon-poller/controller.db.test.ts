import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCarbonHttp } from "#server/adapters/carbon/http.ts";
import { createCarbonRepo, type CarbonRepo } from "#server/adapters/db/carbon.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { EMISSION_FACTORS } from "#server/domain/carbon/fuel-mix.ts";
import type { Forecast } from "#server/domain/carbon/forecast.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { zoneFailureOf } from "#server/domain/carbon/speaker.ts";
import { UserError, Waiting } from "#server/domain/errors.ts";
import { carbonPoller } from "./controller.ts";

const NOON = new Date("2026-11-22T12:00:20Z");
const { signal } = new AbortController();
const audit = { actor: { id: "u", name: "Ada" }, action: "carbon.save-zone", at: NOON };
const series = { zone: "US-CAL-CISO", kind: "average" as const };
const everything = { from: new Date(0), to: new Date("2100-01-01") };

let database: TestDatabase;
let carbon: CarbonRepo;
let now: Date;
let published: string[];
let signalled: string[];
const clock = { rate: 600, now: () => now };

beforeAll(async () => {
  database = await createTestDatabase();
  carbon = createCarbonRepo(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await carbon.removeZone("US-CAL-CISO", audit);
  await carbon.removeZone("US-MIDA-PJM", audit);
  await database.db.setting.deleteMany();
  now = NOON;
  published = [];
  signalled = [];
});

const poller = (source?: Partial<CarbonIntensitySource>) =>
  carbonPoller({
    carbon,
    carbonHttp: createCarbonHttp({ clock }),
    sourceKeys: { open: async () => ({}) },
    settings: { emissionFactors: async () => EMISSION_FACTORS },
    clock,
    live: { publish: async (topic) => void published.push(topic) },
    onSignal: async (zone) => void signalled.push(zone),
    ...(source && {
      makeSource: () => ({
        name: "fake",
        signalKind: "average",
        provenance: "fake",
        zones: async () => [],
        history: async () => [
          {
            startsAt: new Date("2026-11-22T11:00:00Z"),
            stepMs: HOUR_MS,
            gramsPerKwh: 200,
            quality: "measured",
          },
        ],
        forecast: async () => undefined,
        ...source,
      }),
    }),
  });
const failureOf = async (zone: string) => zoneFailureOf((await carbon.findZone(zone))?.sources ?? []);
const seeded = async (source?: Partial<CarbonIntensitySource>) => {
  const made = poller(source);
  expect(await made.keys?.()).toEqual(["US-CAL-CISO", "US-MIDA-PJM"]);
  return made;
};

test("a bare database gets two real grids, with a year behind them and two days ahead", async () => {
  const loop = await seeded();
  const result = await loop.reconcile("US-CAL-CISO", signal);

  const readings = await carbon.readings(series, everything);
  expect(readings.length).toBeGreaterThan(400 * 24 - 20);
  expect(readings.at(-1)?.startsAt).toEqual(new Date("2026-11-22T11:00:00Z"));
  const known = await carbon.forecastKnownAt(series, now);
  expect(known?.forecast).toMatchObject({
    generatedAt: NOON,
    startsAt: new Date("2026-11-22T12:00:00Z"),
    method: "seasonal-ridge",
  });
  expect(known?.forecast.gramsPerKwh).toHaveLength(48);
  expect(known?.errorPercent).toBeGreaterThan(1);
  expect(known?.errorPercent).toBeLessThan(30);
  expect(result).toEqual({ requeueAfterMs: 60 * MINUTE_MS + 10_000 });
  // pages are told of the present first, and then of the year behind it
  expect([published, signalled]).toEqual([["carbon", "carbon"], ["US-CAL-CISO"]]);
});

test("run again at once it changes nothing; an hour later there is one reading and one vintage more", async () => {
  const loop = await seeded();
  await loop.reconcile("US-CAL-CISO", signal);
  const count = (await carbon.readings(series, everything)).length;
  await loop.reconcile("US-CAL-CISO", signal);
  expect(signalled).toHaveLength(1);
  expect(await carbon.vintages(series, everything)).toHaveLength(1);

  now = new Date(+NOON + HOUR_MS);
  await loop.reconcile("US-CAL-CISO", signal);
  expect(await carbon.readings(series, everything)).toHaveLength(count + 1);
  expect(await carbon.vintages(series, everything)).toHaveLength(2);
  expect(signalled).toHaveLength(2);
});

test("after three days away it has the three days", async () => {
  const loop = await seeded();
  await loop.reconcile("US-CAL-CISO", signal);
  now = new Date(+NOON + 3 * DAY_MS);
  await loop.reconcile("US-CAL-CISO", signal);
  expect(await carbon.readings(series, { from: NOON, to: now })).toHaveLength(3 * 24 - 1);
});

test("a source's own forecast is kept as it is, with its track record once there is one", async () => {
  const forecast = (): Forecast => ({
    generatedAt: now,
    startsAt: new Date(Math.floor(+now / HOUR_MS) * HOUR_MS),
    stepMs: HOUR_MS,
    gramsPerKwh: Array.from({ length: 24 }, () => 220),
    method: "own",
  });
  const loop = await seeded({
    forecast: async () => forecast(),
    history: async () => [
      {
        startsAt: new Date(Math.floor(+now / HOUR_MS - 1) * HOUR_MS),
        stepMs: HOUR_MS,
        gramsPerKwh: 200,
        quality: "measured",
      },
    ],
  });
  for (let hour = 0; hour < 9; hour++) {
    now = new Date(+NOON + hour * HOUR_MS);
    await loop.reconcile("US-CAL-CISO", signal);
  }
  expect(await carbon.forecastKnownAt(series, now)).toEqual({ forecast: forecast(), errorPercent: 10 });
});

test("a source that fails: the zone says why, what was known stays, and the next success clears it", async () => {
  let failing = false;
  const loop = await seeded({
    history: async () => {
      if (failing) throw new SourceError("fake", "Fake is failing (502).");
      return [
        {
          startsAt: new Date("2026-11-22T11:00:00Z"),
          stepMs: HOUR_MS,
          gramsPerKwh: 200,
          quality: "measured",
        },
      ];
    },
  });
  await loop.reconcile("US-CAL-CISO", signal);
  failing = true;
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(loop.reconcile("US-CAL-CISO", signal)).rejects.toThrow("Fake is failing (502).");
  }
  expect(await failureOf("US-CAL-CISO")).toEqual({
    at: NOON,
    message: "Fake is failing (502).",
  });
  expect(await carbon.readings(series, everything)).toHaveLength(1);
  expect(published).toEqual(["carbon", "carbon"]);

  failing = false;
  await loop.reconcile("US-CAL-CISO", signal);
  expect(await failureOf("US-CAL-CISO")).toBeNull();
  expect(published).toHaveLength(3);
});

test("a reading whose forecast could not be had gets its forecast at the next try", async () => {
  let failing = true;
  const loop = await seeded({
    forecast: async () => {
      if (failing) throw new SourceError("fake", "Fake is failing (502).");
      return { generatedAt: now, startsAt: now, stepMs: HOUR_MS, gramsPerKwh: [1], method: "own" };
    },
  });
  await expect(loop.reconcile("US-CAL-CISO", signal)).rejects.toThrow(SourceError);
  failing = false;
  await loop.reconcile("US-CAL-CISO", signal);
  expect((await carbon.forecastKnownAt(series, now))?.forecast.method).toBe("own");
  expect(signalled).toEqual(["US-CAL-CISO"]);
});

test("a source that asks for a pause gets it in real time", async () => {
  const loop = await seeded({
    history: async () => {
      throw new SourceError("fake", "Fake says that it is asked too often (429).", 60_000);
    },
  });
  await expect(loop.reconcile("US-CAL-CISO", signal)).rejects.toMatchObject({ requeueAfterMs: 60_000 * 600 });
  await expect(loop.reconcile("US-CAL-CISO", signal)).rejects.toThrow(Waiting);
});

test("a setting that cannot be used is the person's to mend: a sentence, no retry", async () => {
  const loop = await seeded();
  await carbon.saveZone(
    {
      zone: "US-CAL-CISO",
      name: "California",
      sources: [{ source: "replay", config: { digest: "1" }, accountId: null }],
      file: "",
    },
    audit,
  );
  await expect(loop.reconcile("US-CAL-CISO", signal)).rejects.toThrow(UserError);
  expect((await failureOf("US-CAL-CISO"))?.message).toContain("The file is empty.");
});

test("a zone that is gone is let go", async () => {
  expect(await poller().reconcile("ATLANTIS", signal)).toBeUndefined();
});

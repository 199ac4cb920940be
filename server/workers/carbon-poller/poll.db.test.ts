import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fake, Fault } from "#server/adapters/carbon/testing/fake-server.ts";
import {
  answering,
  brokenOff,
  cut,
  page,
  right,
  silent,
  status,
  truncated,
} from "#server/adapters/carbon/testing/faults.ts";
import { quickHttp } from "#server/adapters/carbon/testing/http.ts";
import { NETWORK_CASES, sourceOf, type NetworkCase } from "#server/adapters/carbon/testing/sources.ts";
import { createCarbonRepo, type CarbonRepo } from "#server/adapters/db/carbon.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { pollZone } from "./poll.ts";

/** A poll with the real adapters, against the fakes of their APIs. */

const START = new Date("2026-11-22T14:47:13Z");
const { signal } = new AbortController();
const everything = { from: new Date(0), to: new Date("2100-01-01") };
const thrice = (fault: Fault) => [fault, fault, fault];
/** One of each source. */
const SOURCES = NETWORK_CASES.filter(
  ({ source }, index) => NETWORK_CASES.findIndex((each) => each.source === source) === index,
);

let database: TestDatabase;
let carbon: CarbonRepo;
let now: Date;
beforeAll(async () => {
  database = await createTestDatabase();
  carbon = createCarbonRepo(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  now = START;
  await database.db.intensityReading.deleteMany();
  await database.db.forecastVintage.deleteMany();
});

function made(each: NetworkCase, fake: Fake, timeoutMs = 10_000): CarbonIntensitySource {
  let elapsed = 0; // an hour a look: the limits are not what is tried here
  const hurry = { timeoutMs, elapsedMs: () => (elapsed += HOUR_MS), wait: async () => undefined };
  const { clock, http } = quickHttp(() => now, hurry);
  return sourceOf(each, { clock, http, baseUrl: fake.url });
}

/** A signal service tells the last days only. */
const leastOf = ({ source }: NetworkCase) => (source === "http-signal" ? 48 : 34 * 24);

describe.each(SOURCES)("$label", (each) => {
  let fake: Fake;
  beforeAll(async () => {
    fake = await each.start(() => now);
  });
  afterAll(() => fake.stop());
  const poll = (source: CarbonIntensitySource) => pollZone(carbon, each.zone, source, now, signal);

  test("is read: readings of five weeks, or what there is, and a forecast", async () => {
    const source = made(each, fake);
    expect(await poll(source)).toMatchObject({ changed: true });
    const series = { zone: each.zone, kind: source.signalKind };
    expect((await carbon.readings(series, everything)).length).toBeGreaterThanOrEqual(leastOf(each));
    const known = await carbon.forecastKnownAt(series, now);
    expect(known?.forecast.method === each.source).toBe(each.ownForecast);
    expect(await poll(source)).toMatchObject({ changed: false });
    expect(fake.refused).toEqual([]);
  });

  test("every fault is a sentence and no reading; the next answer is read", async () => {
    const source = made(each, fake, 150);
    const faults = [status(503), silent, cut, brokenOff, truncated, page, answering({ hello: 1 })];
    for (const fault of faults) {
      fake.faults.push(...thrice(fault));
      await expect(poll(source)).rejects.toThrow(new RegExp(`^${each.title} .+\\.$`));
      fake.faults.length = 0;
    }
    fake.faults.push(status(429, { "retry-after": "60" }));
    await expect(poll(source)).rejects.toMatchObject({ retryAfterMs: 60_000 });
    const series = { zone: each.zone, kind: source.signalKind };
    expect(await carbon.readings(series, everything)).toEqual([]);
    await poll(made(each, fake));
    const readings = await carbon.readings(series, everything);
    expect(readings.length).toBeGreaterThanOrEqual(leastOf(each));
    expect(readings.every(({ gramsPerKwh }) => gramsPerKwh > 0)).toBe(true);
  });
});

test("a forecast that stands in is no news: its vintage stays as old as it is, until a fresh one comes", async () => {
  const [uk] = SOURCES;
  if (!uk) throw new Error("there is no source");
  const fake = await uk.start(() => now);
  const source = made(uk, fake);
  const series = { zone: "GB", kind: "average" as const };
  const poll = () => pollZone(carbon, "GB", source, now, signal);
  const madeAt = async () => (await carbon.forecastKnownAt(series, now))?.forecast.generatedAt;
  await poll();
  now = new Date(+START + 30 * MINUTE_MS);
  fake.faults.push(right, ...thrice(status(503)));
  await poll();
  expect((await carbon.newestReading(series, now))?.startsAt).toEqual(new Date("2026-11-22T14:30:00Z"));
  expect(await madeAt()).toEqual(START);
  expect(source.standIn?.()).toBe(
    "UK Carbon Intensity is failing (503). Its answer of 30\u00a0min ago stands in.",
  );
  fake.faults.push(right, ...thrice(status(503)));
  expect((await poll()).changed).toBe(false);
  await poll();
  expect(source.standIn?.()).toBeUndefined();
  expect(await madeAt()).toEqual(now);
  await fake.stop();
});

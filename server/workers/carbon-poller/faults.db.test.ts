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
import { NETWORK_CASES, sourceOf } from "#server/adapters/carbon/testing/sources.ts";
import { createCarbonRepo, type CarbonRepo } from "#server/adapters/db/carbon.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { SourceError } from "#server/domain/carbon/source.ts";
import { Waiting } from "#server/domain/errors.ts";
import { carbonPoller } from "./controller.ts";

/** The poller on the real adapters and the fakes of their APIs. */

const START = new Date("2026-11-22T14:47:13Z");
const { signal } = new AbortController();
const audit = { actor: { id: "u", name: "Ada" }, action: "carbon.save-zone", at: START };
const thrice = (fault: Fault) => [fault, fault, fault];

let database: TestDatabase;
let carbon: CarbonRepo;
let now: Date;
let signalled: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  carbon = createCarbonRepo(database.db);
});
afterAll(() => database.drop());
beforeEach(() => {
  now = START;
  signalled = [];
});

/** One of each source. */
const SOURCES = NETWORK_CASES.filter(
  ({ source }, index) => NETWORK_CASES.findIndex((each) => each.source === source) === index,
);
describe.each(SOURCES)("$label", (each) => {
  const { zone, source, config, ownForecast } = each;
  const storedConfig = config as Record<string, string | number>;
  let fake: Fake;
  beforeAll(async () => {
    fake = await each.start(() => now);
  });
  afterAll(() => fake.stop());
  beforeEach(async () => {
    fake.faults.length = 0;
    await carbon.removeZone(zone, audit);
    await carbon.saveZone({ zone, name: "Here", source, config: storedConfig }, audit);
  });
  function poller(timeoutMs = 10_000) {
    let elapsed = 0; // an hour a look: the limits are not what is tried here
    const hurry = { timeoutMs, elapsedMs: () => (elapsed += HOUR_MS), wait: async () => undefined };
    const { clock, http } = quickHttp(() => now, hurry);
    return carbonPoller({
      carbon,
      carbonHttp: http,
      clock,
      live: { publish: async () => undefined },
      onSignal: async (key) => void signalled.push(key),
      makeSource: () => sourceOf(each, { clock, http, baseUrl: fake.url }),
    });
  }
  const poll = (loop: ReturnType<typeof poller>) => loop.reconcile(zone, signal);
  const failure = async () => (await carbon.findZone(zone))?.failure?.message;
  const readings = async () => {
    const { signal: known } = await carbon.signalAt(
      { zone, name: "", source, config, lastPolledAt: null, failure: null },
      now,
    );
    return known;
  };

  test("is read: five weeks of readings or what there is, and a forecast", async () => {
    expect(await poll(poller())).toMatchObject({ requeueAfterMs: expect.any(Number) as number });
    const known = await readings();
    expect(known.recent.length).toBeGreaterThan(20);
    expect(known.forecast?.method).toBe(ownForecast ? source : "seasonal-blend");
    expect(signalled).toEqual([zone]);
    expect(await failure()).toBeUndefined();
  });

  test("every fault is said on the zone, none is a reading, and the next answer clears it", async () => {
    const loop = poller(150);
    const faults = [status(503), silent, cut, brokenOff, truncated, page, answering({ hello: 1 })];
    for (const fault of faults) {
      fake.faults.push(...thrice(fault));
      await expect(poll(loop)).rejects.toThrow(SourceError);
      expect(await failure()).toMatch(new RegExp(`^${each.title} .+\\.$`));
      fake.faults.length = 0;
    }
    expect((await readings()).recent).toEqual([]);
    fake.faults.push(status(429, { "retry-after": "60" }));
    await expect(poll(loop)).rejects.toThrow(Waiting);
    await poll(poller());
    expect(await failure()).toBeUndefined();
    expect((await readings()).recent.every(({ gramsPerKwh }) => gramsPerKwh > 0)).toBe(true);
  });
});

test("a forecast that stands in is no news: the zone says so, and its vintage stays as old as it is", async () => {
  const [uk] = NETWORK_CASES;
  if (!uk) throw new Error("there is no case");
  const fake = await uk.start(() => now);
  const { clock, http } = quickHttp(() => now);
  const loop = carbonPoller({
    carbon,
    carbonHttp: http,
    clock,
    live: { publish: async () => undefined },
    onSignal: async () => undefined,
    makeSource: () => sourceOf(uk, { clock, http, baseUrl: fake.url }),
  });
  await carbon.removeZone("GB", audit);
  await carbon.saveZone({ zone: "GB", name: "GB", source: uk.source, config: {} }, audit);
  await loop.reconcile("GB", signal);
  now = new Date(+START + 30 * MINUTE_MS);
  const failing = thrice(status(503));
  fake.faults.push(right, ...failing);
  await loop.reconcile("GB", signal);
  const series = { zone: "GB", kind: "average" as const };
  expect((await carbon.newestReading(series, now))?.startsAt).toEqual(new Date("2026-11-22T14:30:00Z"));
  expect((await carbon.forecastKnownAt(series, now))?.forecast.generatedAt).toEqual(START);
  expect((await carbon.findZone("GB"))?.failure?.message).toBe(
    "UK Carbon Intensity is failing (503). Its answer of 30\u00a0min ago stands in.",
  );
  await loop.reconcile("GB", signal);
  expect((await carbon.findZone("GB"))?.failure).toBeNull();
  expect((await carbon.forecastKnownAt(series, now))?.forecast.generatedAt).toEqual(now);
  await fake.stop();
});

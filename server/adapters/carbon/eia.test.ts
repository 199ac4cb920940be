import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { createEia } from "./eia.ts";
import { EIA_KEY, startFakeEia } from "./testing/fake-eia.ts";
import type { Fake } from "./testing/fake-server.ts";
import { changed } from "./testing/faults.ts";
import { quickHttp } from "./testing/http.ts";

const START = new Date("2026-11-22T14:47:13Z");
const { signal } = new AbortController();
let now = START;
let elapsed = 0;
let fake: Fake;
beforeAll(async () => {
  fake = await startFakeEia(
    () => now,
    () => elapsed,
  );
});
afterAll(() => fake.stop());
beforeEach(() => {
  now = START;
  fake.asked.length = 0;
  fake.refused.length = 0;
});
const eia = (secrets: Record<string, string> = { apiKey: EIA_KEY }) =>
  createEia({ respondent: "CISO" }, "CISO", {
    ...quickHttp(() => now, { elapsedMs: () => elapsed, wait: async (ms) => void (elapsed += ms) }),
    secrets,
    baseUrl: fake.url,
  });
const last = (days: number) => ({ from: new Date(+now - days * DAY_MS), to: now });

test("the fuel mix by emission factors; a period is named by its end; storage counts for nothing", async () => {
  const readings = await eia().history("CISO", last(3), signal);
  const mwh = [19, 8_603, 2_265, 42, 1_159, 700, 2_723, 3_013];
  const grams = [820, 490, 12, 650, 230, 41, 24, 11];
  const weighed =
    mwh.reduce((sum, each, i) => sum + each * (grams[i] ?? NaN), 0) / mwh.reduce((a, b) => a + b, 0);
  expect(readings.at(-1)).toMatchObject({
    startsAt: new Date("2026-11-21T17:00:00Z"), // the period 18 is the newest of 20 h ago
    quality: "estimated",
  });
  expect(readings.at(-1)?.gramsPerKwh).toBeCloseTo(weighed, 2);
  expect(await eia().forecast("CISO", signal)).toBeUndefined();
});

test("35 days come in pieces that have fewer than 5,000 rows", async () => {
  expect((await eia().history("CISO", last(35), signal)).length).toBeGreaterThan(34 * 24);
  expect(fake.asked).toHaveLength(3);
  expect(fake.refused).toEqual([]);
});

test("an answer that is not whole is refused: fuels would be missing in it", async () => {
  fake.faults.push(
    changed((body) => {
      const { response } = body as { response: { data: unknown[]; total: string } };
      return { response: { ...response, data: response.data.slice(0, 100) } };
    }),
  );
  await expect(eia().history("CISO", last(3), signal)).rejects.toThrow(
    "EIA sent an answer of another shape: it has 100 of 468 rows.",
  );
});

test("a wrong key is said, without the key", async () => {
  await expect(eia({ apiKey: "wrong" }).history("CISO", last(3), signal)).rejects.toThrow(
    "EIA does not accept the credentials given (403): An invalid api_key was supplied.",
  );
});

test("with DEMO_KEY it is never asked more than 30 times an hour, however often we are", async () => {
  const source = eia({});
  const sentences = new Set<string>();
  for (let minute = 0; minute < 90; minute++) {
    now = new Date(+now + 31 * MINUTE_MS); // the clock of the cache: each question is new
    elapsed += MINUTE_MS;
    await source.history("CISO", last(3), signal).catch((error: unknown) => sentences.add(String(error)));
  }
  expect(fake.asked.length).toBeGreaterThan(30);
  expect(fake.refused).toEqual([]);
  expect([...sentences][0]).toMatch(/EIA may be asked 30 times an hour; the next question can go in /);
});

test("what was asked within half an hour is not asked again", async () => {
  const source = eia();
  await source.history("CISO", last(3), signal);
  now = new Date(+now + 10 * MINUTE_MS);
  await source.history("CISO", { from: new Date(+START - 3 * DAY_MS), to: now }, signal);
  expect(fake.asked).toHaveLength(1);
});

test("zones that are read are asked for together, and told apart", async () => {
  const deps = { ...quickHttp(() => now), secrets: { apiKey: EIA_KEY }, baseUrl: fake.url };
  const west = createEia({ respondent: "CISO" }, "CISO", deps);
  const east = createEia({ respondent: "PJM" }, "PJM", deps);
  await west.history("CISO", last(35), signal);
  await east.history("PJM", last(35), signal);
  fake.asked.length = 0;
  now = new Date(+now + 60 * MINUTE_MS);
  const [inWest, inEast] = await Promise.all([
    west.history("CISO", last(1), signal),
    east.history("PJM", last(1), signal),
  ]);
  expect(fake.asked).toHaveLength(1);
  expect(inWest.length).toBeGreaterThan(2);
  expect(inEast).toHaveLength(inWest.length);
  const [clean, dirty] = [inWest[0]?.gramsPerKwh ?? 0, inEast[0]?.gramsPerKwh ?? 0];
  expect(dirty - clean).toBeGreaterThan(200); // PJM burns coal
  expect(fake.refused).toEqual([]);
});

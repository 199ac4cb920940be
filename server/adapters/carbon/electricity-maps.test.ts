import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { ElectricityMapsConfig } from "#server/domain/carbon/source-config-network.ts";
import { createElectricityMaps } from "./electricity-maps.ts";
import { EM_TOKEN, startFakeElectricityMaps } from "./testing/fake-electricity-maps.ts";
import type { Fake } from "./testing/fake-server.ts";
import { answering, changed } from "./testing/faults.ts";
import { quickHttp } from "./testing/http.ts";

const NOW = new Date("2026-11-22T14:47:13Z");
const { signal } = new AbortController();
const plan = { free: false };
let fake: Fake;
beforeAll(async () => {
  fake = await startFakeElectricityMaps(() => NOW, plan);
});
afterAll(() => fake.stop());
beforeEach(() => {
  plan.free = false;
  fake.faults.length = 0;
  fake.asked.length = 0;
  fake.refused.length = 0;
});
const maps = (config: unknown = {}, token = EM_TOKEN, zone = "DE") =>
  createElectricityMaps(ElectricityMapsConfig.parse(config), zone, {
    ...quickHttp(() => NOW),
    secrets: { token },
    baseUrl: fake.url,
  });
const last = (days: number) => ({ from: new Date(+NOW - days * DAY_MS), to: NOW });

test("35 days are asked in pieces of at most 10; estimates stay estimates", async () => {
  const readings = await maps().history("DE", last(35), signal);
  expect(readings).toHaveLength(35 * 24 - 1);
  expect(fake.asked).toHaveLength(4);
  expect(fake.refused).toEqual([]);
  expect(readings.slice(-4).map(({ quality }) => quality)).toEqual([
    "measured",
    "measured",
    "estimated",
    "estimated",
  ]);
});

test("a plan without past-range has the last day, and one without a forecast has none: ours is made", async () => {
  plan.free = true;
  const source = maps();
  expect(await source.history("DE", last(35), signal)).toHaveLength(23);
  expect(await source.forecast("DE", signal)).toBeUndefined();
  expect(fake.refused).toEqual([]);
});

test("a wrong token is said, without the token", async () => {
  const failure = maps({}, "wrong-token").history("DE", last(5), signal);
  await expect(failure).rejects.toThrow(
    "Electricity Maps does not accept the credentials given (401): Invalid auth-token.",
  );
});

test("no token: a sentence before anything is asked", () => {
  expect(() => maps({}, "")).toThrow("Electricity Maps needs an API token.");
});

test("its own key of a zone is asked for, under ours", async () => {
  const source = maps({ providerZone: "US-CAL-CISO" }, EM_TOKEN, "california");
  expect((await source.history("california", last(0.5), signal)).length).toBeGreaterThan(10);
  expect(fake.asked[0]).toContain("zone=US-CAL-CISO");
});

const hour = (more: object) => ({ datetime: "2026-11-22T12:00:00.000Z", carbonIntensity: 0, ...more });
test.each([
  ["of the life cycle is a gap", "lifecycle", []],
  ["of burning only is a reading", "direct", [0]],
])("0 %s", async (_, emissionFactorType, expected) => {
  fake.faults.push(answering({ zone: "DE", history: [hour({ emissionFactorType })] }));
  const readings = await maps({ emissionFactorType }).history("DE", last(0.5), signal);
  expect(readings.map(({ gramsPerKwh }) => gramsPerKwh)).toEqual(expected);
});

test.each([
  ["other factors", { emissionFactorType: "direct" }, "DE", "it has direct factors, not lifecycle"],
  ["another zone", {}, "FR", "it is for FR, not DE"],
])("%s than asked for are refused, not mixed in", async (_, more, zone, words) => {
  fake.faults.push(changed(() => ({ zone, history: [hour(more)] })));
  await expect(maps().history("DE", last(0.5), signal)).rejects.toThrow(
    `Electricity Maps sent an answer of another shape: ${words}.`,
  );
});

const at = (hours: number) => new Date(Date.parse("2026-11-22T15:00Z") + hours * HOUR_MS).toISOString();

test("a forecast that begins with the next hour holds for the rest of this one", async () => {
  const forecast = [0, 1, 2].map((hours) => ({ datetime: at(hours), carbonIntensity: 300 + hours }));
  fake.faults.push(answering({ zone: "DE", forecast }));
  expect(await maps().forecast("DE", signal)).toMatchObject({
    startsAt: new Date("2026-11-22T14:00Z"),
    gramsPerKwh: [300, 300, 301, 302],
  });
});

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DAY_MS } from "#server/domain/clock.ts";
import captured from "./fixtures/uk-intensity.json" with { type: "json" };
import london from "./fixtures/uk-london.json" with { type: "json" };
import type { Fake } from "./testing/fake-server.ts";
import { startFakeUk } from "./testing/fake-uk.ts";
import { answering, status } from "./testing/faults.ts";
import { quickHttp } from "./testing/http.ts";
import { createUkCarbonIntensity } from "./uk-carbon-intensity.ts";

let now = new Date("2026-11-22T14:47:13Z");
const range = () => ({ from: new Date(+now - 77 * 60_000), to: now });
const { signal } = new AbortController();

let fake: Fake;
beforeAll(async () => {
  fake = await startFakeUk(() => now);
});
afterAll(() => fake.stop());
beforeEach(() => {
  now = new Date("2026-11-22T14:47:13Z");
  fake.faults.length = 0;
  fake.asked.length = 0;
});
const uk = (regionId?: number, zone = "GB") =>
  createUkCarbonIntensity({ regionId }, zone, { ...quickHttp(() => now), secrets: {}, baseUrl: fake.url });

const answer = (data: unknown) => answering({ data });
const half = (from: string, to: string, intensity: unknown) => ({
  from: `2026-11-22T${from}Z`,
  to: `2026-11-22T${to}Z`,
  intensity,
});

test("actual null is a gap, though a forecast stands beside it; 0 is a reading", async () => {
  fake.faults.push(
    answer([
      half("13:30", "14:00", { forecast: 211, actual: null, index: "high" }),
      half("14:00", "14:30", { forecast: 216, actual: 0, index: "very low" }),
      half("14:30", "15:00", { forecast: 220, actual: 219, index: "high" }),
    ]),
  );
  const readings = await uk().history("GB", range(), signal);
  expect(readings.map(({ startsAt, gramsPerKwh }) => [startsAt.toISOString(), gramsPerKwh])).toEqual([
    ["2026-11-22T14:00:00.000Z", 0],
  ]);
});

test("a half hour missing in its forecast is null, and no forecast at all is none", async () => {
  fake.faults.push(
    answer([half("14:30", "15:00", { forecast: 211 }), half("15:30", "16:00", { forecast: 0 })]),
  );
  expect((await uk().forecast("GB", signal))?.gramsPerKwh).toEqual([211, null, 0]);
  fake.faults.push(answer([]));
  expect(await uk().forecast("GB", signal)).toBeUndefined();
});

test("a range of 40 days is asked in pieces of at most 14", async () => {
  const readings = await uk().history("GB", { from: new Date(+now - 40 * DAY_MS), to: now }, signal);
  expect(fake.asked).toHaveLength(3);
  expect(fake.refused).toEqual([]);
  expect(readings).toHaveLength(40 * 48 - 1);
});

test("the national payload as it was captured", async () => {
  now = new Date("2023-12-03T11:10:00Z");
  fake.faults.push(answering(captured));
  expect(await uk().history("GB", range(), signal)).toEqual([
    { startsAt: new Date("2023-12-03T10:30Z"), stepMs: 1_800_000, gramsPerKwh: 206, quality: "measured" },
  ]);
});

test("London's payload as it was captured: an object, and estimates only", async () => {
  now = new Date("2023-12-03T12:10:00Z");
  fake.faults.push(answering(london));
  const readings = await uk(13, "GB-LON").history(
    "GB-LON",
    { from: new Date(+now - DAY_MS), to: now },
    signal,
  );
  expect(fake.asked[0]).toBe("/regional/intensity/2023-12-02T12:00Z/2023-12-03T12:00Z/regionid/13");
  expect(readings.map(({ gramsPerKwh, quality }) => [gramsPerKwh, quality])).toEqual([
    [134, "estimated"],
    [136, "estimated"],
    [137, "estimated"],
  ]);
});

test("when the forecast fails the earlier one stands in: as old as it is, and the zone says so", async () => {
  const source = uk();
  const first = await source.forecast("GB", signal);
  expect(source.standIn?.()).toBeUndefined();
  now = new Date(+now + 40 * 60_000);
  fake.faults.push(status(503), status(503), status(503));
  const second = await source.forecast("GB", signal);
  expect(second?.generatedAt).toEqual(first?.generatedAt);
  expect(second?.gramsPerKwh).toEqual(first?.gramsPerKwh.slice(1));
  expect(source.standIn?.()).toBe(
    "UK Carbon Intensity is failing (503). Its answer of 40\u00a0min ago stands in.",
  );
  await source.forecast("GB", signal);
  expect(source.standIn?.()).toBeUndefined();
});

test.each([
  "/intensity/2026-11-22T14:30/fw48h",
  "/intensity/2026-11-22T14:30Z/fw48h?x=1",
  "/regional",
  "/regional/intensity/2026-11-22T14:30Z/fw48h",
  "/regional/intensity/2026-11-22T14:30Z/fw48h/regionid/18",
  "/intensity/2026-11-01T00:00Z/2026-11-22T00:00Z",
])("the fake refuses %s, as the real API does", async (path) => {
  const before = fake.refused.length;
  expect((await fetch(`${fake.url}${path}`)).status).toBe(400);
  expect(fake.refused).toHaveLength(before + 1);
});

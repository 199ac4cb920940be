import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { createEnergyCharts } from "./energy-charts.ts";
import de from "./fixtures/energy-charts-de.json" with { type: "json" };
import fr from "./fixtures/energy-charts-fr.json" with { type: "json" };
import { startFakeEnergyCharts } from "./testing/fake-energy-charts.ts";
import type { Fake } from "./testing/fake-server.ts";
import { answering } from "./testing/faults.ts";
import { quickHttp } from "./testing/http.ts";

let now = new Date("2024-03-22T16:20:00Z");
const { signal } = new AbortController();
let fake: Fake;
beforeAll(async () => {
  fake = await startFakeEnergyCharts(() => now);
});
afterAll(() => fake.stop());
beforeEach(() => {
  now = new Date("2024-03-22T16:20:00Z");
  fake.asked.length = 0;
});
const charts = (country: string, zone: string) =>
  createEnergyCharts({ country }, zone, { ...quickHttp(() => now), secrets: {}, baseUrl: fake.url });
const day = () => ({ from: new Date(+now - DAY_MS), to: now });

test("Germany as it was captured: quarter hours, measured up to the first null", async () => {
  fake.faults.push(answering(de), answering(de));
  const source = charts("de", "DE");
  const readings = await source.history("DE", day(), signal);
  const measured = de.co2eq.flatMap((grams, row) => (grams === null ? [] : [[de.unix_seconds[row], grams]]));
  expect(readings.map(({ startsAt, gramsPerKwh }) => [+startsAt / 1_000, gramsPerKwh])).toEqual(measured);
  expect(readings.every(({ stepMs, quality }) => stepMs === 15 * MINUTE_MS && quality === "measured")).toBe(
    true,
  );

  const forecast = await source.forecast("DE", signal);
  const first = de.unix_seconds.indexOf(Date.parse("2024-03-22T16:15Z") / 1_000);
  expect(forecast?.gramsPerKwh.slice(0, 3)).toEqual(de.co2eq_forecast.slice(first, first + 3));
});

test("France as it was captured: hours", async () => {
  now = new Date("2024-03-22T18:20:00Z");
  fake.faults.push(answering(fr));
  const readings = await charts("fr", "FR").history("FR", day(), signal);
  expect(readings.map(({ stepMs }) => stepMs)).toEqual(Array.from({ length: 18 }, () => HOUR_MS));
  expect(readings.at(-1)?.startsAt).toEqual(new Date("2024-03-22T17:00:00Z"));
});

test("columns of different length are refused", async () => {
  fake.faults.push(answering({ ...de, co2eq: de.co2eq.slice(1) }));
  await expect(charts("de", "DE").history("DE", day(), signal)).rejects.toThrow(
    "Energy-Charts sent an answer of another shape: its columns differ in length.",
  );
});

test("what the provider made up from other hours is an estimate", async () => {
  fake.faults.push(answering({ ...de, substitute: true }));
  const [reading] = await charts("de", "DE").history("DE", day(), signal);
  expect(reading?.quality).toBe("estimated");
});

const rows = (seconds: number[]) => ({
  unix_seconds: seconds,
  co2eq: seconds.map(() => 300),
  co2eq_forecast: seconds.map(() => null),
});

test("times without a step are refused; one time alone says nothing", async () => {
  const at = +now / 1_000 - 7_200;
  fake.faults.push(answering(rows([at, at + 420, at + 840])));
  await expect(charts("de", "DE").history("DE", day(), signal)).rejects.toThrow(
    "Energy-Charts sent an answer of another shape: its times keep no step from 5 to 60 min.",
  );
  fake.faults.push(answering(rows([at])));
  expect(await charts("de", "DE").history("DE", day(), signal)).toEqual([]);
});

test("a poll just after a slot asks for hours enough to tell the step, and gives the one", async () => {
  const source = charts("fr", "FR");
  const readings = await source.history("FR", { from: new Date("2024-03-22T15:00Z"), to: now }, signal);
  expect(readings.map(({ startsAt }) => startsAt.toISOString())).toEqual(["2024-03-22T15:00:00.000Z"]);
  expect(fake.refused).toEqual([]);
});

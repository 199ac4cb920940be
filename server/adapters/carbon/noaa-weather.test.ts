import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createNoaaWeather } from "./noaa-weather.ts";
import { startFakeNoaa } from "./testing/fake-noaa.ts";
import type { Fake } from "./testing/fake-server.ts";
import { answering, changed, right, status } from "./testing/faults.ts";
import { quickHttp } from "./testing/http.ts";
import { hoursOf } from "./valid-time.ts";

const NOW = new Date("2026-11-22T06:20:00Z");
const { signal } = new AbortController();
let fake: Fake;
beforeAll(async () => {
  fake = await startFakeNoaa(() => NOW);
});
afterAll(() => fake.stop());
beforeEach(() => {
  fake.faults.length = 0;
  fake.refused.length = 0;
});
const noaa = () => createNoaaWeather({ ...quickHttp(() => NOW), baseUrl: fake.url });
const place = [37.774_929, -122.41] as const;

test("km/h become m/s; intervals become hours from now on; what is not foreseen is null, not calm or clear", async () => {
  const weather = await noaa().forecast(...place, signal);
  expect(weather.slice(0, 5)).toEqual([
    { startsAt: new Date("2026-11-22T06:00Z"), windMetresPerSecond: 5, cloudCoverPercent: 71 },
    { startsAt: new Date("2026-11-22T07:00Z"), windMetresPerSecond: 0, cloudCoverPercent: 71 },
    { startsAt: new Date("2026-11-22T08:00Z"), windMetresPerSecond: 10, cloudCoverPercent: null },
    { startsAt: new Date("2026-11-22T09:00Z"), windMetresPerSecond: 10, cloudCoverPercent: 0 },
    { startsAt: new Date("2026-11-22T10:00Z"), windMetresPerSecond: 10, cloudCoverPercent: 0 },
  ]);
  expect(weather).toHaveLength(28);
  expect(fake.refused).toEqual([]);
});

const inProperties = (change: (properties: Record<string, { uom: string; values: unknown[] }>) => void) =>
  changed((body) => {
    change((body as { properties: Record<string, { uom: string; values: unknown[] }> }).properties);
    return body;
  });

test("metres a second stay so; less than 0 and more than 100 % are nothing", async () => {
  fake.faults.push(
    right,
    inProperties((properties) => {
      properties["windSpeed"] = {
        uom: "wmoUnit:m_s-1",
        values: [
          { validTime: "2026-11-22T06:00:00+00:00/PT1H", value: 4 },
          { validTime: "2026-11-22T07:00:00+00:00/PT1H", value: -1 },
        ],
      };
      properties["skyCover"] = {
        uom: "wmoUnit:percent",
        values: [{ validTime: "2026-11-22T07:00:00+00:00/PT1H", value: 101 }],
      };
    }),
  );
  expect(await noaa().forecast(...place, signal)).toEqual([
    { startsAt: new Date("2026-11-22T06:00Z"), windMetresPerSecond: 4, cloudCoverPercent: null },
  ]);
});

const NWS = "The US National Weather Service";
test.each([
  [
    "a place outside the USA",
    [status(404, {}, { title: "Data Unavailable For Requested Point" })],
    `${NWS} refuses the question (404): Data Unavailable For Requested Point.`,
  ],
  [
    "knots",
    [right, inProperties((all) => Object.assign(all["windSpeed"] ?? {}, { uom: "wmoUnit:kt" }))],
    `${NWS} gives wind in wmoUnit:kt, a unit that is not known here.`,
  ],
  [
    "a grid somewhere else",
    [answering({ properties: { forecastGridData: "http://10.0.0.1/admin" } })],
    `${NWS} sent an answer of another shape: properties.forecastGridData: no grid point.`,
  ],
  [
    "no wind at all",
    [right, answering({ properties: {} })],
    `${NWS} sent an answer of another shape: properties.windSpeed: `,
  ],
])("%s: a sentence", async (_, faults, sentence) => {
  fake.faults.push(...faults);
  await expect(noaa().forecast(...place, signal)).rejects.toThrow(sentence);
});

test.each([
  ["2026-11-22T06:00:00+00:00/PT1H", 1],
  ["2026-11-22T06:00:00+00:00/P1DT3H", 27],
  ["2026-11-22T06:00:00+00:00/P7D", 168],
  ["2026-11-22T06:00:00+00:00/P999D", 384],
  ["2026-11-22T06:20:00+00:00/PT1H", 0],
  ["2026-11-22T06:00:00+00:00", 0],
  ["soon/PT1H", 0],
])("%s has %i hours", (validTime, hours) => expect(hoursOf(validTime)).toHaveLength(hours));

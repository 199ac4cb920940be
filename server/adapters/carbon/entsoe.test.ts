import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { EMISSION_FACTORS, type EmissionFactors } from "#server/domain/carbon/fuel-mix.ts";
import { createEntsoe } from "./entsoe.ts";
import { acknowledgement, ENTSOE_MW, ENTSOE_TOKEN, startFakeEntsoe } from "./testing/fake-entsoe.ts";
import type { Fake } from "./testing/fake-server.ts";
import { answering, status } from "./testing/faults.ts";
import { quickHttp } from "./testing/http.ts";

const NOW = new Date("2026-11-22T14:47:13Z");
const { signal } = new AbortController();
const last = (ms: number) => ({ from: new Date(+NOW - ms), to: NOW });
let fake: Fake;
beforeAll(async () => {
  fake = await startFakeEntsoe(() => NOW);
});
afterAll(() => fake.stop());
beforeEach(() => {
  fake.faults.length = 0;
  fake.asked.length = 0;
  fake.refused.length = 0;
});
const entsoe = (securityToken = ENTSOE_TOKEN, emissionFactors?: EmissionFactors) =>
  createEntsoe({ area: "10Y1001A1001A82H" }, "DE-LU", {
    ...quickHttp(() => NOW),
    secrets: { securityToken },
    emissionFactors,
    baseUrl: fake.url,
  });

/** By hand: MW by factor over MW, without pumped storage (B10). */
const GRAMS: Record<string, number> = {
  B01: 230,
  B02: 820,
  B04: 490,
  B05: 820,
  B06: 650,
  B09: 38,
  B11: 24,
  B12: 24,
  B15: 230,
  B16: 41,
  B17: 230,
  B18: 11,
  B19: 11,
  B20: 230,
};
const { B10: _, ...generating } = ENTSOE_MW;
const total = Object.values(generating).reduce((a, b) => a + b, 0);
const weighed =
  Object.entries(generating).reduce((sum, [code, mw]) => sum + mw * (GRAMS[code] ?? NaN), 0) / total;

test("the mix by emission factors: storage counts for nothing, left-out positions are as the ones before", async () => {
  const readings = await entsoe().history("DE-LU", last(DAY_MS), signal);
  expect(readings.length).toBeGreaterThan(20);
  for (const { gramsPerKwh, quality } of readings) {
    expect(gramsPerKwh).toBeCloseTo(weighed, 1);
    expect(quality).toBe("estimated");
  }
});

test("35 days are asked a week at a time", async () => {
  expect(await entsoe().history("DE-LU", last(35 * DAY_MS), signal)).toHaveLength(35 * 24 - 2);
  expect(fake.asked).toHaveLength(5);
  expect(fake.refused).toEqual([]);
});

test("no matching data is no reading, and no failure", async () => {
  fake.faults.push(answering(acknowledgement("No matching data found for Data item A75 and interval.")));
  expect(await entsoe().history("DE-LU", last(DAY_MS), signal)).toEqual([]);
  fake.faults.push(status(400, {}, acknowledgement("No matching data found for A75.")));
  expect(await entsoe().history("DE-LU", last(DAY_MS), signal)).toEqual([]);
});

test.each([
  [
    "another reason",
    status(400, {}, acknowledgement(`The token ${ENTSOE_TOKEN} may not.`)),
    "ENTSO-E refuses the question (999): The token (concealed) may not.",
  ],
  ["a reason that is no XML", status(400, {}, "Bad"), "ENTSO-E refuses the question (400)."],
  [
    "another document",
    answering("<Publication_MarketDocument/>"),
    "ENTSO-E sent an answer of another shape: it is a Publication_MarketDocument.",
  ],
  [
    "another unit",
    answering(
      "<GL_MarketDocument><TimeSeries><quantity_Measure_Unit.name>MWH</quantity_Measure_Unit.name></TimeSeries></GL_MarketDocument>",
    ),
    "ENTSO-E sent an answer of another shape: TimeSeries.0.quantity_Measure_Unit.name.0: ",
  ],
])("%s is said", async (_name, fault, sentence) => {
  fake.faults.push(fault);
  await expect(entsoe().history("DE-LU", last(DAY_MS), signal)).rejects.toThrow(sentence);
});

test("a wrong token is said, without the token", async () => {
  await expect(entsoe("wrong").history("DE-LU", last(DAY_MS), signal)).rejects.toThrow(
    /^ENTSO-E does not accept the credentials given \(401\)\.$/,
  );
});

const point = (position: number, quantity: number) =>
  `<Point><position>${position}</position><quantity>${quantity}</quantity></Point>`;
const series = (code: string, resolution: string, points: string) => `<TimeSeries>
  <inBiddingZone_Domain.mRID>10Y1001A1001A82H</inBiddingZone_Domain.mRID>
  <quantity_Measure_Unit.name>MAW</quantity_Measure_Unit.name><curveType>A01</curveType>
  <MktPSRType><psrType>${code}</psrType></MktPSRType>
  <Period><timeInterval><start>2026-11-22T10:00Z</start><end>2026-11-22T12:00Z</end></timeInterval>
  <resolution>${resolution}</resolution>${points}</Period></TimeSeries>`;

test("series of two steps meet on the coarser one; an hour with a missing quarter is a gap", async () => {
  const quarters = [100, 200, 300, 400, 100, 100, 100].map((mw, index) => point(index + 1, mw)).join("");
  fake.faults.push(
    answering(
      `<GL_MarketDocument>${series("B04", "PT15M", quarters)}${series("B19", "PT60M", point(1, 250) + point(2, 100))}</GL_MarketDocument>`,
    ),
  );
  const readings = await entsoe().history("DE-LU", last(DAY_MS), signal);
  expect(readings).toEqual([
    { startsAt: new Date("2026-11-22T10:00Z"), stepMs: HOUR_MS, gramsPerKwh: 250.5, quality: "estimated" },
  ]);
});

test("quarter hours throughout stay quarter hours, with a person's own factors", async () => {
  const quarters = Array.from({ length: 8 }, (_each, index) => point(index + 1, 100)).join("");
  fake.faults.push(answering(`<GL_MarketDocument>${series("B04", "PT15M", quarters)}</GL_MarketDocument>`));
  const readings = await entsoe(ENTSOE_TOKEN, { ...EMISSION_FACTORS, gas: 400 }).history(
    "DE-LU",
    last(DAY_MS),
    signal,
  );
  expect(readings.map(({ stepMs, gramsPerKwh }) => [stepMs, gramsPerKwh])).toEqual(
    Array.from({ length: 8 }, () => [15 * MINUTE_MS, 400]),
  );
});

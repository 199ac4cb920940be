import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DAY_MS } from "#server/domain/clock.ts";
import { SourceError } from "#server/domain/carbon/source.ts";
import { createCarbonHttp } from "./http.ts";
import { send, startFakeUk, type Fault } from "./testing/fake-uk.ts";
import { createUkCarbonIntensity } from "./uk-carbon-intensity.ts";

const NOW = new Date("2026-11-22T14:47:13Z");
const HOUR_AGO = new Date("2026-11-22T13:30:00Z");
const range = { from: HOUR_AGO, to: NOW };
const { signal } = new AbortController();

let fake: Awaited<ReturnType<typeof startFakeUk>>;
let waits: number[] = [];
beforeAll(async () => {
  fake = await startFakeUk(() => NOW);
});
afterAll(() => fake.stop());
beforeEach(() => {
  waits = [];
  fake.faults.length = 0;
  fake.asked.length = 0;
});

const uk = (timeoutMs = 2_000) =>
  createUkCarbonIntensity({
    clock: { rate: 1, now: () => NOW },
    baseUrl: fake.url,
    secrets: {},
    http: createCarbonHttp({ timeoutMs, random: () => 0.5, wait: async (ms) => void waits.push(ms) }),
  });

const answer =
  (data: unknown): Fault =>
  (response) =>
    send(response, 200, { data });
const half = (from: string, to: string, intensity: unknown) => ({
  from: `2026-11-22T${from}Z`,
  to: `2026-11-22T${to}Z`,
  intensity,
});
const status =
  (code: number, headers = {}): Fault =>
  (response) =>
    send(response, code, { error: { code: `${code}`, message: "x y" } }, headers);
const truncated: Fault = (response) => void response.writeHead(200).end('{"data":[{"from":"2026-11');
const cut: Fault = (response) => void response.destroy();
const silent: Fault = () => undefined;

test.each<[string, Fault, number[]]>([
  ["503", status(503), [500]],
  ["500 with Retry-After", status(500, { "retry-after": "2" }), [2_000]],
  ["429 with Retry-After", status(429, { "retry-after": "3" }), [3_000]],
  ["a cut connection", cut, [500]],
  ["an answer cut short", truncated, [500]],
])("after %s it asks again and gets the readings", async (_, fault, expected) => {
  fake.faults.push(fault);
  expect(await uk().history("GB", range, signal)).toHaveLength(2);
  expect(waits).toEqual(expected);
});

test.each<[string, Fault[], string, number]>([
  ["three times 502", [status(502), status(502), status(502)], "UK Carbon Intensity is failing (502).", 3],
  [
    "429 for ten minutes",
    [status(429, { "retry-after": "600" })],
    "UK Carbon Intensity says that it is asked too often (429).",
    1,
  ],
  ["400", [status(400)], "UK Carbon Intensity refuses the question (400): x y.", 1],
  [
    "another shape",
    [(r) => send(r, 200, { hello: 1 })],
    "UK Carbon Intensity sent an answer of another shape: data:",
    1,
  ],
  [
    "a text where a number belongs",
    [answer([half("13:30", "14:00", { actual: "low" })])],
    "sent an answer of another shape: data.0.intensity.actual:",
    1,
  ],
  [
    "a negative number",
    [answer([half("13:30", "14:00", { actual: -4 })])],
    "another shape: data.0.intensity.actual:",
    1,
  ],
  [
    "cut short for good",
    [truncated, truncated, truncated],
    "UK Carbon Intensity sent an answer that is cut short or not JSON.",
    3,
  ],
])("%s: a sentence", async (_, faults, sentence, asked) => {
  fake.faults.push(...faults);
  const failure = uk().history("GB", range, signal);
  await expect(failure).rejects.toThrow(SourceError);
  await expect(failure).rejects.toThrow(sentence);
  expect(fake.asked).toHaveLength(asked);
});

test("the pause that the API asks for reaches the loop", async () => {
  fake.faults.push(status(429, { "retry-after": "600" }));
  await expect(uk().history("GB", range, signal)).rejects.toMatchObject({ retryAfterMs: 600_000 });
});

test("no answer within the time: a sentence with the time", async () => {
  fake.faults.push(silent, silent, silent);
  await expect(uk(40).history("GB", range, signal)).rejects.toThrow(
    "UK Carbon Intensity did not answer within 0.04 s.",
  );
});

test("nobody listens: a sentence", async () => {
  const nowhere = createUkCarbonIntensity({
    clock: { rate: 1, now: () => NOW },
    baseUrl: "http://127.0.0.1:9",
    secrets: {},
    http: createCarbonHttp({ wait: async () => undefined }),
  });
  await expect(nowhere.history("GB", range, signal)).rejects.toThrow(
    "UK Carbon Intensity cannot be reached: ",
  );
});

test("actual null is a gap, though a forecast stands beside it; 0 is a reading", async () => {
  fake.faults.push(
    answer([
      half("13:30", "14:00", { forecast: 211, actual: null, index: "high" }),
      half("14:00", "14:30", { forecast: 216, actual: 0, index: "very low" }),
      half("14:30", "15:00", { forecast: 220, actual: 219, index: "high" }),
    ]),
  );
  const readings = await uk().history("GB", range, signal);
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
  const readings = await uk().history("GB", { from: new Date(+NOW - 40 * DAY_MS), to: NOW }, signal);
  expect(fake.asked).toHaveLength(3);
  expect(fake.refused).toEqual([]);
  expect(readings).toHaveLength(40 * 48 - 1);
});

test.each([
  "/intensity/2026-11-22T14:30/fw48h",
  "/intensity/2026-11-22T14:30Z/fw48h?x=1",
  "/regional",
  "/intensity/2026-11-01T00:00Z/2026-11-22T00:00Z",
])("the fake refuses %s, as the real API does", async (path) => {
  expect((await fetch(`${fake.url}${path}`)).status).toBe(400);
});

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { capturedGrams } from "./testing/curve.ts";
import { startFakeWattTime, WATTTIME_LOGIN } from "./testing/fake-watttime.ts";
import { changed, right, status } from "./testing/faults.ts";
import { quickHttp } from "./testing/http.ts";
import { createWattTime } from "./watttime.ts";

const START = new Date("2026-11-22T14:47:13Z");
const { signal } = new AbortController();
let now = START;
let fake: Awaited<ReturnType<typeof startFakeWattTime>>;
beforeAll(async () => {
  fake = await startFakeWattTime(() => now);
});
afterAll(() => fake.stop());
beforeEach(() => {
  now = START;
  fake.faults.length = 0;
  fake.asked.length = 0;
  fake.refused.length = 0;
  fake.session.logins = 0;
  fake.session.revoke();
});
const watt = (secrets: Record<string, string> = WATTTIME_LOGIN) =>
  createWattTime({ region: "CAISO_NORTH" }, "CA", { ...quickHttp(() => now), secrets, baseUrl: fake.url });
const last = (ms: number) => ({ from: new Date(+now - ms), to: now });

test("lbs/MWh become g/kWh", async () => {
  fake.faults.push(
    right,
    changed((body) => {
      const { data, meta } = body as { data: { value: number }[]; meta: unknown };
      return { data: data.map((row) => ({ ...row, value: 1_000 })), meta };
    }),
  );
  const [reading] = await watt().history("CA", last(HOUR_MS), signal);
  expect(reading?.gramsPerKwh).toBeCloseTo(453.592, 9);
});

test("it is marginal, and says so", () => {
  expect(watt()).toMatchObject({ signalKind: "marginal", provenance: "WattTime, CAISO_NORTH, marginal" });
});

test("one login serves many requests, and is renewed before its 30 minutes are over", async () => {
  const source = watt();
  for (let minute = 0; minute < 60; minute += 5) {
    now = new Date(+START + minute * MINUTE_MS);
    const readings = await source.history("CA", last(HOUR_MS), signal);
    expect(readings[0]?.gramsPerKwh).toBeCloseTo(capturedGrams(+(readings[0]?.startsAt ?? 0)), 9);
  }
  expect(fake.session.logins).toBe(3);
  expect(fake.refused).toEqual([]);
});

test("a token that is refused before its time is renewed once", async () => {
  const source = watt();
  await source.history("CA", last(HOUR_MS), signal);
  fake.session.revoke();
  expect((await source.history("CA", last(2 * HOUR_MS), signal)).length).toBeGreaterThan(20);
  expect(fake.session.logins).toBe(2);
});

test("a token that is refused again is said, not tried for ever", async () => {
  fake.faults.push(right, status(401), right, status(401));
  await expect(watt().history("CA", last(HOUR_MS), signal)).rejects.toThrow(
    "WattTime does not accept the credentials given (401): x y.",
  );
  expect(fake.asked).toHaveLength(4);
});

test("a wrong password is said, without the password", async () => {
  const source = watt({ username: "ada", password: "wrong" });
  await expect(source.history("CA", last(HOUR_MS), signal)).rejects.toThrow(
    "WattTime does not accept the credentials given (403): Invalid username or password.",
  );
});

test.each([
  [{ username: "ada" }, "WattTime needs a password."],
  [{}, "WattTime needs a user name."],
])("with %j it is not even made", (secrets, sentence) => expect(() => watt(secrets)).toThrow(sentence));

test.each([
  ["a percentile", { units: "percentile" }],
  ["an average signal", { signal_type: "co2_aoer" }],
  ["another region", { region: "PJM_DC" }],
  ["hours", { data_point_period_seconds: 3_600 }],
])("%s is refused, not read as lbs of this region", async (_, more) => {
  fake.faults.push(
    right,
    changed((body) => {
      const { data, meta } = body as { data: unknown; meta: object };
      return { data, meta: { ...meta, ...more } };
    }),
  );
  await expect(watt().history("CA", last(HOUR_MS), signal)).rejects.toThrow(
    `WattTime sent an answer of another shape: meta.${Object.keys(more)[0]}: `,
  );
});

test("imputed values are estimates", async () => {
  fake.faults.push(
    right,
    changed((body) => {
      const { data, meta } = body as { data: object[]; meta: unknown };
      return { data: data.map((row, index) => ({ ...row, imputed_data_used: index > 0 })), meta };
    }),
  );
  const readings = await watt().history("CA", last(10 * MINUTE_MS), signal);
  expect(readings.map(({ quality }) => quality)).toContain("estimated");
});

test("35 days are asked in pieces of at most 32", async () => {
  expect((await watt().history("CA", last(35 * DAY_MS), signal)).length).toBeGreaterThan(10_000);
  expect(fake.asked).toHaveLength(3);
  expect(fake.refused).toEqual([]);
});

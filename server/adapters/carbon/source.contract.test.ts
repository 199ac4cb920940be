import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { StaticConfig } from "#server/domain/carbon/source-config.ts";
import { createCarbonHttp } from "./http.ts";
import { createRecorded } from "./recorded.ts";
import { createReplay } from "./replay.ts";
import { createStatic } from "./static.ts";
import { startFakeUk } from "./testing/fake-uk.ts";
import { createUkCarbonIntensity } from "./uk-carbon-intensity.ts";

// Not on a slot's edge, so that a slot that has begun is told from one that is over.
const NOW = new Date("2026-11-22T14:47:13Z");
const clock = { rate: 1, now: () => NOW };
const http = createCarbonHttp();
const signal = new AbortController().signal;

/** Two weeks of hours up to two days after NOW less 52 weeks, with a hole. */
const csv = (withForecast: boolean) =>
  [
    withForecast ? "utc,ci,forecast" : "utc,ci",
    ...Array.from({ length: 16 * 24 }, (_, hour) => {
      const at = new Date(Date.UTC(2025, 10, 9) + hour * HOUR_MS).toISOString();
      const grams = hour % 50 === 7 ? "" : String(200 + (hour % 24) * 5);
      return withForecast ? `${at},${grams},${199 + (hour % 24) * 5}` : `${at},${grams}`;
    }),
  ].join("\n");

let fake: Awaited<ReturnType<typeof startFakeUk>>;
beforeAll(async () => {
  fake = await startFakeUk(() => NOW);
});
afterAll(() => fake.stop());

const makers: [string, () => { source: CarbonIntensitySource; zone: string; ownForecast: boolean }][] = [
  [
    "recorded, California",
    () => ({ source: createRecorded({ clock }), zone: "US-CAL-CISO", ownForecast: false }),
  ],
  [
    "recorded, Mid-Atlantic",
    () => ({ source: createRecorded({ clock }), zone: "US-MIDA-PJM", ownForecast: false }),
  ],
  [
    "replay",
    () => ({
      source: createReplay({ csv: csv(false), file: "a.csv", zone: "DE", clock }),
      zone: "DE",
      ownForecast: false,
    }),
  ],
  [
    "replay with a forecast column",
    () => ({
      source: createReplay({ csv: csv(true), file: "a.csv", zone: "DE", clock }),
      zone: "DE",
      ownForecast: true,
    }),
  ],
  [
    "static",
    () => ({
      source: createStatic({ ...StaticConfig.parse({}), zone: "DE", clock }),
      zone: "DE",
      ownForecast: true,
    }),
  ],
  [
    "uk-carbon-intensity",
    () => ({
      source: createUkCarbonIntensity({ clock, http, secrets: {}, baseUrl: fake.url }),
      zone: "GB",
      ownForecast: true,
    }),
  ],
];

describe.each(makers)("%s", (_, make) => {
  const week = { from: new Date(+NOW - 7 * DAY_MS), to: new Date(+NOW + DAY_MS) };

  test("says its name, its signal, its provenance and its zones", async () => {
    const { source, zone } = make();
    expect(source.name).toMatch(/^[a-z-]+$/);
    expect(["average", "marginal"]).toContain(source.signalKind);
    expect(source.provenance.length).toBeGreaterThan(5);
    expect((await source.zones()).map((info) => info.zone)).toContain(zone);
  });

  test("gives readings in order of time, inside the range, each once, on one grid, none that is not over", async () => {
    const { source, zone } = make();
    const readings = await source.history(zone, week, signal);
    expect(readings.length).toBeGreaterThan(100);
    const starts = readings.map(({ startsAt }) => +startsAt);
    expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));
    expect(starts[0]).toBeGreaterThanOrEqual(+week.from);
    for (const { startsAt, stepMs, gramsPerKwh } of readings) {
      expect(+startsAt + stepMs).toBeLessThanOrEqual(+NOW);
      expect((+startsAt - (starts[0] ?? 0)) % stepMs).toBe(0);
      expect(gramsPerKwh).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(gramsPerKwh)).toBe(true);
    }
  });

  test("has the reading of the slot that was over last, and fewer than three steps old", async () => {
    const { source, zone } = make();
    const last = (await source.history(zone, week, signal)).at(-1);
    expect(+NOW - +(last?.startsAt ?? 0)).toBeLessThan(3 * (last?.stepMs ?? 0));
  });

  test("says the same of the past whichever range is asked for", async () => {
    const { source, zone } = make();
    const whole = await source.history(zone, week, signal);
    const from = new Date(+NOW - 2 * DAY_MS - 600_000);
    const part = await source.history(zone, { from, to: new Date(+NOW - DAY_MS) }, signal);
    expect(part.length).toBeGreaterThan(20);
    expect(part).toEqual(whole.filter(({ startsAt }) => startsAt >= from && +startsAt < +NOW - DAY_MS));
  });

  test("has nothing in an empty range, nor in one after now", async () => {
    const { source, zone } = make();
    expect(await source.history(zone, { from: NOW, to: NOW }, signal)).toEqual([]);
    const later = { from: new Date(+NOW + HOUR_MS), to: new Date(+NOW + DAY_MS) };
    expect(await source.history(zone, later, signal)).toEqual([]);
  });

  test("foresees from the slot that holds now, or says that it does not", async () => {
    const { source, zone, ownForecast } = make();
    const forecast = await source.forecast(zone, signal);
    expect(forecast !== undefined).toBe(ownForecast);
    if (!forecast) return;
    expect(forecast.generatedAt).toEqual(NOW);
    expect(+forecast.startsAt).toBeLessThanOrEqual(+NOW);
    expect(+forecast.startsAt + forecast.stepMs).toBeGreaterThan(+NOW);
    expect(forecast.gramsPerKwh.length * forecast.stepMs).toBeGreaterThanOrEqual(DAY_MS);
    const known = forecast.gramsPerKwh.filter((grams) => grams !== null);
    expect(known.length).toBeGreaterThan(20);
    expect(known.every((grams) => grams >= 0)).toBe(true);
  });

  test("refuses a zone it does not have with a sentence that names it", async () => {
    const { source } = make();
    await expect(source.history("ATLANTIS", week, signal)).rejects.toThrow(SourceError);
    await expect(source.forecast("ATLANTIS", signal)).rejects.toThrow(/ATLANTIS\.$/);
  });

  test("stops when it is told to", async () => {
    const { source, zone } = make();
    await expect(source.history(zone, week, AbortSignal.abort())).rejects.toThrow(/abort/i);
    await expect(source.forecast(zone, AbortSignal.abort())).rejects.toThrow(/abort/i);
  });
});

test("the fake of the UK API refused nothing that we asked", () => {
  expect(fake.asked.length).toBeGreaterThan(3);
  expect(fake.refused).toEqual([]);
});

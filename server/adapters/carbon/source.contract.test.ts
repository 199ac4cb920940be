import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { StaticConfig } from "#server/domain/carbon/source-config.ts";
import { createRecorded } from "./recorded.ts";
import { createReplay } from "./replay.ts";
import { createStatic } from "./static.ts";
import type { Fake } from "./testing/fake-server.ts";
import { quickHttp } from "./testing/http.ts";
import { NETWORK_CASES, sourceOf } from "./testing/sources.ts";

// Not on a slot's edge, so that a slot that has begun is told from one that is over.
const NOW = new Date("2026-11-22T14:47:13Z");
const { clock, http } = quickHttp(() => NOW);
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

interface Maker {
  label: string;
  make: () => CarbonIntensitySource;
  zone: string;
  ownForecast: boolean;
  lateMs?: number | undefined;
}
const made = (label: string, zone: string, ownForecast: boolean, make: Maker["make"]): Maker => ({
  label,
  make,
  zone,
  ownForecast,
});

const fakes = new Map<string, Fake>();
beforeAll(async () => {
  for (const each of NETWORK_CASES) fakes.set(each.label, await each.start(() => NOW));
});
afterAll(async () => {
  for (const fake of fakes.values()) await fake.stop();
});

const makers: Maker[] = [
  made("recorded, California", "US-CAL-CISO", false, () => createRecorded({ clock })),
  made("recorded, Mid-Atlantic", "US-MIDA-PJM", false, () => createRecorded({ clock })),
  made("replay", "DE", false, () => createReplay({ csv: csv(false), file: "a.csv", zone: "DE", clock })),
  made("replay with a forecast column", "DE", true, () =>
    createReplay({ csv: csv(true), file: "a.csv", zone: "DE", clock }),
  ),
  made("static", "DE", true, () => createStatic({ ...StaticConfig.parse({}), zone: "DE", clock })),
  ...NETWORK_CASES.map((each) => ({
    ...each,
    make: () => sourceOf(each, { clock, http, baseUrl: fakes.get(each.label)?.url ?? "" }),
  })),
];

describe.each(makers)("$label", ({ make, zone, ownForecast, lateMs = 0 }) => {
  const week = { from: new Date(+NOW - 7 * DAY_MS), to: new Date(+NOW + DAY_MS) };

  test("says its name, its signal, its provenance and its zones", async () => {
    const source = make();
    expect(source.name).toMatch(/^[a-z-]+$/);
    expect(["average", "marginal"]).toContain(source.signalKind);
    expect(source.provenance.length).toBeGreaterThan(5);
    expect((await source.zones()).map((info) => info.zone)).toContain(zone);
  });

  test("gives readings in order of time, inside the range, each once, on one grid, none that is not over", async () => {
    const source = make();
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

  test("has the reading of the slot that was over last, fewer than three steps old where it is not known to be late", async () => {
    const source = make();
    const last = (await source.history(zone, week, signal)).at(-1);
    expect(+NOW - +(last?.startsAt ?? 0)).toBeLessThan(3 * (last?.stepMs ?? 0) + lateMs);
  });

  test("says the same of the past whichever range is asked for", async () => {
    const source = make();
    const whole = await source.history(zone, week, signal);
    const from = new Date(+NOW - 2 * DAY_MS - 600_000);
    const part = await source.history(zone, { from, to: new Date(+NOW - DAY_MS) }, signal);
    expect(part.length).toBeGreaterThan(20);
    expect(part).toEqual(whole.filter(({ startsAt }) => startsAt >= from && +startsAt < +NOW - DAY_MS));
  });

  test("has nothing in an empty range, nor in one after now", async () => {
    const source = make();
    expect(await source.history(zone, { from: NOW, to: NOW }, signal)).toEqual([]);
    const later = { from: new Date(+NOW + HOUR_MS), to: new Date(+NOW + DAY_MS) };
    expect(await source.history(zone, later, signal)).toEqual([]);
  });

  test("foresees from the slot that holds now, or says that it does not", async () => {
    const source = make();
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
    const source = make();
    await expect(source.history("ATLANTIS", week, signal)).rejects.toThrow(SourceError);
    await expect(source.forecast("ATLANTIS", signal)).rejects.toThrow(/ not (as |for )?ATLANTIS\.$/);
  });

  test("stops when it is told to", async () => {
    const source = make();
    await expect(source.history(zone, week, AbortSignal.abort())).rejects.toThrow(/abort/i);
    await expect(source.forecast(zone, AbortSignal.abort())).rejects.toThrow(/abort/i);
  });
});

test.each(NETWORK_CASES)("$label: the fake was asked, and refused nothing that we asked", ({ label }) => {
  const fake = fakes.get(label);
  expect(fake?.asked.length).toBeGreaterThan(1);
  expect(fake?.refused).toEqual([]);
});

import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../clock.ts";
import { forecasterOf, foreseeFrom, MEMORY_MS } from "./forecaster.ts";
import { foresee } from "./foresee.ts";
import type { Intensity } from "./intensity.ts";
import { rollForecast } from "./rolling-forecast.ts";
import { seriesOf } from "./series.ts";

const START = Date.UTC(2026, 0, 5);
const at = (hours: number) => new Date(START + hours * HOUR_MS);
/** `gramsAt(hour)` for every hour from START; null leaves the hour out. */
const hourly = (hours: number, gramsAt: (hour: number) => number | null): Intensity[] =>
  Array.from({ length: hours }, (_, hour) => ({ hour, grams: gramsAt(hour) })).flatMap(({ hour, grams }) =>
    grams === null
      ? []
      : [{ startsAt: at(hour), stepMs: HOUR_MS, gramsPerKwh: grams, quality: "measured" as const }],
  );
const sun = (hour: number) => (hour % 24 >= 10 && hour % 24 < 16 ? 100 : 300);
const DAYS = 28;
const NOW = 24 * DAYS;

test("a day that repeats is foreseen as it comes, 48 h ahead from the slot that holds now", () => {
  const foreseen = foresee(hourly(NOW, sun), at(NOW + 0.5));
  expect(foreseen?.forecast).toMatchObject({
    generatedAt: at(NOW + 0.5),
    startsAt: at(NOW),
    stepMs: HOUR_MS,
  });
  expect(foreseen?.forecast.gramsPerKwh.map((g) => Math.round(g ?? -1))).toEqual(
    Array.from({ length: 48 }, (_, hour) => sun(hour)),
  );
  expect(foreseen?.errorPercent).toBeCloseTo(0, 6);
});

test("a grid that stands 60 g above its habit is foreseen above it, less so the farther ahead", () => {
  const { forecast } =
    foresee(
      hourly(NOW, (h) => sun(h) + (h >= NOW - 6 ? 60 : 0)),
      at(NOW),
    ) ?? {};
  const above = (ahead: number) => (forecast?.gramsPerKwh[ahead] ?? 0) - sun(ahead);
  expect(above(0)).toBeGreaterThan(50);
  expect(above(30)).toBeGreaterThan(20);
  expect(above(30)).toBeLessThan(above(1) - 15);
});

test("nothing that was not over at now changes the forecast", () => {
  const known = hourly(NOW, sun);
  const withFuture = [...known, ...hourly(NOW + 48, () => 7).slice(NOW)];
  expect(foresee(withFuture, at(NOW))).toEqual(foresee(known, at(NOW)));
  expect(foresee(withFuture, at(NOW + 0.99))?.forecast.gramsPerKwh).toEqual(
    foresee(known, at(NOW + 0.99))?.forecast.gramsPerKwh,
  );
});

test("a reading that has only begun changes nothing, not even the step", () => {
  const known = hourly(NOW, sun);
  const begun: Intensity = {
    startsAt: at(NOW),
    stepMs: 30 * MINUTE_MS,
    gramsPerKwh: 7,
    quality: "estimated",
  };
  expect(foresee([...known, begun], at(NOW + 0.2))).toEqual(foresee(known, at(NOW + 0.2)));
});

test("judged from a past hour, it knows nothing of the hours after it", () => {
  const grams = Float64Array.from({ length: NOW }, (_, hour) => sun(hour));
  const origin = NOW - 36;
  const from = (values: Float64Array) =>
    foreseeFrom(forecasterOf({ startsAt: START, stepMs: HOUR_MS, grams: values, here: NOW }, 48), origin);
  expect(from(grams.map((value, hour) => (hour >= origin ? 7 : value)))).toEqual(from(grams));
});

test("a hole yesterday is filled from the other days", () => {
  const { forecast } =
    foresee(
      hourly(NOW, (h) => (h === NOW - 24 + 12 ? null : sun(h))),
      at(NOW),
    ) ?? {};
  expect(forecast?.gramsPerKwh[12]).toBeCloseTo(100, 6);
});

test("an hour without a reading in the last week is not foreseen: null, never 0", () => {
  const { forecast } =
    foresee(
      hourly(NOW, (h) => (h % 24 === 3 && h > NOW - 8 * 24 ? null : sun(h))),
      at(NOW),
    ) ?? {};
  expect(forecast?.gramsPerKwh[3]).toBeNull();
  expect(forecast?.low?.[3]).toBeNull();
  expect(forecast?.gramsPerKwh[4]).toBeCloseTo(300, 6);
});

test.each([
  ["no reading", [], undefined],
  ["readings of some hours: the same hours are foreseen, the rest is null", hourly(6, sun), [300, null]],
])("cold start, %s", (_, readings, expected) => {
  const forecast = foresee(readings, at(6))?.forecast;
  expect(forecast && [forecast.gramsPerKwh[18], forecast.gramsPerKwh[0]]).toEqual(expected);
  expect(forecast?.low?.every((edge) => edge === null) ?? true).toBe(true);
});

test("readings two months old foresee nothing", () => {
  expect(foresee(hourly(48, sun), at(60 * 24))).toBeUndefined();
});

test("the band holds about 8 in 10 of what comes, and the forecast", () => {
  const random = seeded(7);
  const noisy = hourly(24 * 120, (h) => sun(h) + 40 * (random() + random() + random() - 1.5));
  let inside = 0;
  let all = 0;
  for (let origin = 24 * 60; origin + 48 < noisy.length; origin += 121) {
    const { forecast } = foresee(noisy.slice(0, origin), at(origin)) ?? {};
    forecast?.gramsPerKwh.forEach((value, ahead) => {
      const low = forecast.low?.[ahead] ?? Number.NaN;
      const high = forecast.high?.[ahead] ?? Number.NaN;
      expect(low).toBeLessThanOrEqual(value ?? Number.NaN);
      expect(high).toBeGreaterThanOrEqual(value ?? Number.NaN);
      const came = noisy[origin + ahead]?.gramsPerKwh ?? Number.NaN;
      all += 1;
      if (came >= low && came <= high) inside += 1;
    });
  }
  expect(inside / all).toBeGreaterThan(0.72);
  expect(inside / all).toBeLessThan(0.88);
});

test("quarter hours are foreseen as quarter hours, on the readings' own grid", () => {
  const readings = Array.from({ length: 96 * 9 }, (_, slot) => ({
    startsAt: new Date(START + 5 * MINUTE_MS + slot * 15 * MINUTE_MS),
    stepMs: 15 * MINUTE_MS,
    gramsPerKwh: 200 + (slot % 96),
    quality: "measured" as const,
  }));
  const now = new Date(START + 9 * DAY_MS + 12 * MINUTE_MS);
  const { forecast } = foresee(readings, now) ?? {};
  expect(forecast?.startsAt).toEqual(new Date(START + 9 * DAY_MS + 5 * MINUTE_MS));
  expect(forecast?.gramsPerKwh).toHaveLength(192);
  expect(forecast?.gramsPerKwh[1]).toBeCloseTo(201, 6);
});

test("it learns what the fading level cannot: a day above is followed by a day below", () => {
  const random = seeded(3);
  const swing = hourly(24 * 120, (h) => sun(h) + (Math.floor(h / 24) % 2 === 0 ? 50 : -50) + 4 * random());
  const off = (origin: number) => {
    const { forecast } = foresee(swing.slice(0, origin), at(origin)) ?? {};
    return Math.abs((forecast?.gramsPerKwh[24] ?? 0) - (swing[origin + 24]?.gramsPerKwh ?? 0));
  };
  const young = off(24 * 25 + 6);
  const grown = off(24 * 115 + 6);
  expect(young).toBeGreaterThan(50);
  expect(grown).toBeLessThan(0.75 * young);
});

test("a grid that never changes is foreseen as it is", () => {
  const { forecast, errorPercent } =
    foresee(
      hourly(24 * 110, () => 200),
      at(24 * 110),
    ) ?? {};
  expect(forecast?.gramsPerKwh.every((grams) => Math.abs((grams ?? 0) - 200) < 1e-6)).toBe(true);
  expect(errorPercent).toBeCloseTo(0, 6);
});

test("rolled over a series, each row is to the last bit what was foreseen live from the memory", () => {
  const random = seeded(11);
  const hours = 24 * 170;
  const readings = hourly(hours, (h) => (h % 97 === 5 ? null : sun(h) + 80 * random()));
  const series = seriesOf(readings, at(hours));
  if (!series) throw new Error("no series");
  const from = hours - 30;
  const rolled = rollForecast(series, { from, to: hours }, 48, true);
  for (const origin of [from, from + 7, hours - 1]) {
    const memory = readings.filter(
      ({ startsAt }) => +startsAt >= +at(origin) - MEMORY_MS && +startsAt < +at(origin),
    );
    const live = foresee(memory, at(origin))?.forecast;
    const row = (values: Float64Array | undefined) =>
      values && Array.from(values.subarray((origin - from) * 48, (origin - from + 1) * 48));
    expect(row(rolled.gramsPerKwh)).toEqual(live?.gramsPerKwh);
    expect(row(rolled.high)).toEqual(live?.high);
  }
});

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { forecasterOf, foreseeFrom } from "./forecaster.ts";
import { foresee } from "./foresee.ts";
import type { Intensity } from "./intensity.ts";
import { seriesOf } from "./series.ts";
import type { WeatherVintage } from "./weather-features.ts";

const START = Date.UTC(2026, 0, 5);
const HOURS = 24 * 100;
const at = (hour: number) => new Date(START + hour * HOUR_MS);
const random = randomFrom(5);
// fronts of some 30 h, which nothing in the past of the grid foretells
const winds = Array.from({ length: HOURS + 48 }, () => 0);
for (let hour = 0; hour < winds.length;) {
  const strength = 12 * random();
  for (const end = hour + 12 + Math.floor(36 * random()); hour < end && hour < winds.length; hour++)
    winds[hour] = strength;
}
const grid: Intensity[] = Array.from({ length: HOURS }, (_, hour) => ({
  startsAt: at(hour),
  stepMs: HOUR_MS,
  gramsPerKwh: 400 - 20 * (winds[hour] ?? 0),
  quality: "measured",
}));
/** Every six hours, 48 h ahead. */
const vintages = (windAt = (hour: number): number | null => winds[hour] ?? null): WeatherVintage[] =>
  Array.from({ length: HOURS / 6 + 1 }, (_, index) => ({
    generatedAt: at(6 * index),
    points: Array.from({ length: 49 }, (__, ahead) => ({
      startsAt: at(6 * index + ahead),
      windMetresPerSecond: windAt(6 * index + ahead),
      cloudCoverPercent: null,
    })),
  }));

/** Mean absolute error of the next day, g/kWh, over the last ten days. */
function errorOf(weather: WeatherVintage[]): number {
  const series = seriesOf(grid, at(HOURS));
  if (!series) throw new Error("no series");
  const forecaster = forecasterOf(series, 24, weather);
  let off = 0;
  for (let origin = HOURS - 240; origin + 24 <= HOURS; origin += 12)
    foreseeFrom(forecaster, origin).forEach((grams, ahead) => {
      off += Math.abs(grams - (series.grams[origin + ahead] ?? 0));
    });
  return off;
}

test("wind that the grid follows is learnt, and foreseen fronts make a better forecast", () => {
  expect(errorOf(vintages())).toBeLessThan(0.75 * errorOf([]));
});

test.each<[string, WeatherVintage[]]>([
  ["none", []],
  ["nothing but unknown hours", vintages(() => null)],
])("weather of %s changes nothing", (_, weather) => {
  expect(foresee(grid, at(HOURS), weather)?.forecast).toEqual(foresee(grid, at(HOURS))?.forecast);
});

test("a vintage made after now changes nothing", () => {
  const now = HOURS - 24;
  const readings = grid.slice(0, now);
  const known = vintages().filter(({ generatedAt }) => generatedAt <= at(now));
  const later = vintages(() => 30).filter(({ generatedAt }) => generatedAt > at(now));
  expect(foresee(readings, at(now), [...known, ...later])?.forecast).toEqual(
    foresee(readings, at(now), known)?.forecast,
  );
});

/** Park and Miller. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DAY_MS } from "#server/domain/clock.ts";
import { createCarbonAwareSdk } from "./carbon-aware-sdk.ts";
import captured from "./fixtures/carbon-aware-sdk-de.json" with { type: "json" };
import { startFakeCarbonAwareSdk } from "./testing/fake-carbon-aware-sdk.ts";
import type { Fake } from "./testing/fake-server.ts";
import { answering, status } from "./testing/faults.ts";
import { quickHttp } from "./testing/http.ts";

let now = new Date("2026-11-22T14:47:13Z");
const { signal } = new AbortController();
const sdk = { forecasts: true };
let fake: Fake;
beforeAll(async () => {
  fake = await startFakeCarbonAwareSdk(() => now, sdk);
});
afterAll(() => fake.stop());
beforeEach(() => {
  now = new Date("2026-11-22T14:47:13Z");
  sdk.forecasts = true;
  fake.refused.length = 0;
});
const api = (signalKind: "average" | "marginal" = "average") =>
  createCarbonAwareSdk({ baseUrl: "http://sdk.test", location: "de", signalKind }, "DE", {
    ...quickHttp(() => now),
    secrets: {},
    baseUrl: `${fake.url}/`,
  });
const day = () => ({ from: new Date(+now - DAY_MS), to: now });

test("204 is an empty answer, 501 is no forecast: neither is a failure", async () => {
  fake.faults.push(status(204, {}, undefined));
  expect(await api().history("DE", day(), signal)).toEqual([]);
  sdk.forecasts = false;
  expect(await api().forecast("DE", signal)).toBeUndefined();
  fake.faults.push(status(204, {}, undefined));
  expect(await api().forecast("DE", signal)).toBeUndefined();
  expect(fake.refused).toEqual([]);
});

test("the signal is what the setting says that its own source has", () => {
  expect(api("marginal")).toMatchObject({
    signalKind: "marginal",
    provenance: "Carbon Aware SDK, de, marginal",
  });
});

test("captured emissions, as its forecast", async () => {
  now = new Date("2024-03-24T00:05:00Z");
  const forecastData = captured.Emissions.map(({ Time, Rating }) => ({ timestamp: Time, value: Rating }));
  fake.faults.push(answering([{ location: "de", forecastData }]));
  const forecast = await api().forecast("DE", signal);
  expect(forecast?.gramsPerKwh).toEqual(captured.Emissions.map(({ Rating }) => Rating));
  expect(forecast?.stepMs).toBe(15 * 60_000);
});

test("a location that it does not have is said in its words", async () => {
  fake.faults.push(status(400, {}, { title: "Unknown location de.", status: 400 }));
  await expect(api().history("DE", day(), signal)).rejects.toThrow(
    "Carbon Aware SDK refuses the question (400): Unknown location de.",
  );
});

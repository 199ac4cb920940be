import { afterAll, beforeAll, expect, test } from "vitest";
import { HOUR_MS } from "#server/domain/clock.ts";
import { createEnerginet } from "./energinet.ts";
import { startFakeEnerginet } from "./testing/fake-energinet.ts";
import type { Fake } from "./testing/fake-server.ts";
import { quickHttp } from "./testing/http.ts";

let now = new Date("2026-11-22T14:47:13Z");
const { signal } = new AbortController();
let fake: Fake;
beforeAll(async () => {
  fake = await startFakeEnerginet(() => now);
});
afterAll(() => fake.stop());

test("both areas cost one request, and are told apart", async () => {
  const deps = { ...quickHttp(() => now), secrets: {}, baseUrl: fake.url };
  const west = createEnerginet({ priceArea: "DK1" }, "DK-DK1", deps);
  const east = createEnerginet({ priceArea: "DK2" }, "DK-DK2", deps);
  const range = { from: new Date(+now - 2 * HOUR_MS), to: now };
  const [inWest, inEast] = await Promise.all([
    west.history("DK-DK1", range, signal),
    east.history("DK-DK2", range, signal),
  ]);
  expect(fake.asked).toHaveLength(1);
  expect(inWest.length).toBeGreaterThan(20);
  expect(inWest.map(({ gramsPerKwh }) => gramsPerKwh - 20)).toEqual(
    inEast.map(({ gramsPerKwh }) => gramsPerKwh),
  );
});

test("rows of a forecast are overwritten there: each vintage is ours, by when we had it", async () => {
  const deps = { ...quickHttp(() => now), secrets: {}, baseUrl: fake.url };
  const west = createEnerginet({ priceArea: "DK1" }, "DK-DK1", deps);
  const first = await west.forecast("DK-DK1", signal);
  now = new Date(+now + HOUR_MS);
  const second = await west.forecast("DK-DK1", signal);
  expect([first?.generatedAt, second?.generatedAt]).toEqual([new Date(+now - HOUR_MS), now]);
  expect(fake.refused).toEqual([]);
});

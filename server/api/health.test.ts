import { expect, test } from "vitest";
import type { App } from "#server/context.ts";
import { healthOf, isPart, isWell } from "./health.ts";

const appWith = (findUnique: () => Promise<unknown>) => async () =>
  ({ db: { heartbeat: { findUnique } } }) as unknown as App;
const beat = (ageMs: number) => async () => ({ name: "worker", at: new Date(Date.now() - ageMs) });

test.each<[string, () => Promise<App>, string]>([
  ["all three run", appWith(beat(3_000)), "ok ok ok"],
  ["the worker's last sign is 11 s old", appWith(beat(11_000)), "ok down ok"],
  ["the worker never gave a sign", appWith(async () => null), "ok down ok"],
  ["the database refuses", appWith(() => Promise.reject(new Error("ECONNREFUSED"))), "ok down down"],
  ["nothing is configured yet", () => Promise.reject(new Error("no App")), "ok down down"],
])("%s", async (_, app, words) => {
  const { console, worker, database } = await healthOf(app);
  expect([console, worker, database].join(" ")).toBe(words);
});

test("whoever asks for one part is not told of the others", () => {
  const health = { console: "ok", worker: "down", database: "ok" } as const;
  expect(isWell(health)).toBe(false);
  expect(isWell(health, "console")).toBe(true);
  expect(isWell(health, "worker")).toBe(false);
  expect([isPart(health, "worker"), isPart(health, "toString")]).toEqual([true, false]);
});

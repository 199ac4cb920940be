import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HOUR_MS } from "#server/domain/clock.ts";
import { jobsBetween } from "#server/domain/backtest/jobs.ts";
import { STARTS_AT_MS, randomSeries, ruleOf } from "#server/domain/backtest/testing.ts";
import { randomFrom } from "#server/domain/job/testing.ts";
import { createStudies } from "./studies.ts";

const folder = mkdtempSync(path.join(tmpdir(), "karbonetes-thread-"));
const thread = path.join(folder, "backtest-thread.mjs");
beforeAll(async () => {
  await build({
    entryPoints: ["server/main/backtest-thread.ts"],
    outfile: thread,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const grams = randomSeries(randomFrom(8), 24 * 90, HOUR_MS, 0.01);
const series = { startsAt: STARTS_AT_MS, stepMs: HOUR_MS, grams, here: grams.length };
const plan = { everyMs: 3 * HOUR_MS, durationMs: HOUR_MS, maxDelayMs: 12 * HOUR_MS };
const request = { series, jobs: jobsBetween(24 * 15, grams.length, HOUR_MS, plan), rule: ruleOf() };
const watch = () => {
  const shares: number[] = [];
  return {
    shares,
    signal: new AbortController().signal,
    onProgress: (share: number) => void shares.push(share),
  };
};

test.each([
  ["in a thread", () => thread],
  ["here, where no thread was built", () => undefined],
])("%s: it tells how far it is, and a second policy pays for no forecast", async (_, file) => {
  const studies = createStudies(file);
  const first = watch();
  const { totals } = await studies.run("DE 1", request, first);
  expect(totals.jobs).toBe(request.jobs.length);
  expect(first.shares.length).toBeGreaterThan(1);
  const second = watch();
  const other = await studies.run("DE 1", { ...request, rule: ruleOf({ minSavingPercent: 40 }) }, second);
  expect(second.shares).toEqual([]);
  expect(other.totals.savingPercent).toBeLessThan(totals.savingPercent);
  const newer = watch();
  await studies.run("DE 2", request, newer);
  expect(newer.shares.length).toBeGreaterThan(1);
});

test("Jobs of another longest wait pay for no forecast where the slots are given", async () => {
  const studies = createStudies(() => undefined);
  const asked = { from: 24 * 80, to: grams.length };
  const jobsOf = (maxDelayMs: number) =>
    jobsBetween(asked.from, asked.to, HOUR_MS, { ...plan, maxDelayMs, everyMs: 5 * HOUR_MS });
  const [first, second] = [watch(), watch()];
  await studies.run("DE", { ...request, jobs: jobsOf(12 * HOUR_MS), asked }, first);
  await studies.run("DE", { ...request, jobs: jobsOf(40 * HOUR_MS), asked }, second);
  expect([first.shares, second.shares]).toEqual([[0], []]);
});

test("thread and here decide alike; two at once share the forecasts", async () => {
  const studies = createStudies(() => thread);
  const watches = [watch(), watch()];
  const [one, two] = await Promise.all(watches.map((each) => studies.run("DE", request, each)));
  expect(watches.filter(({ shares }) => shares.length > 0)).toHaveLength(1);
  expect(one?.trace).toEqual(two?.trace);
  expect((await createStudies(() => undefined).run("DE", request, watch())).trace).toEqual(one?.trace);
});

test.each([
  ["in a thread", () => thread],
  ["here", () => undefined],
])(
  "%s: stopped half way, it ends with the reason and leaves the next one to do the work",
  async (_, file) => {
    const studies = createStudies(file);
    const stop = new AbortController();
    const stopped = studies.run("DE", request, {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error("enough")),
    });
    await expect(stopped).rejects.toThrow("enough");
    expect((await studies.run("DE", request, watch())).totals.deadlineMisses).toBe(0);
  },
);

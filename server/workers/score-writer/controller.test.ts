import { expect, test } from "vitest";
import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { CarbonScoreSpec, fromScore } from "#server/domain/carbon/score.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { Waiting } from "#server/domain/errors.ts";
import { scoreWriter } from "./controller.ts";

const start = Date.UTC(2026, 0, 5, 12, 30);
const { signal } = new AbortController();

/** A grid that is 100 g at night and 300 g by day, hourly; asked ranges are noted. */
function world() {
  let now = new Date(start);
  let failure: unknown;
  let absent = false;
  const asked: { from: Date; to: Date }[] = [];
  const written: CarbonScoreSpec[] = [];
  const source: CarbonIntensitySource = {
    name: "test",
    signalKind: "average",
    provenance: "test",
    zones: async () => [{ zone: "DE", name: "Germany" }],
    async history(_, range) {
      if (failure) throw failure;
      asked.push(range);
      const slots = Math.floor((+range.to - +range.from) / HOUR_MS);
      const first = Math.ceil(+range.from / HOUR_MS);
      return Array.from({ length: slots }, (__, n) => ({
        startsAt: new Date((first + n) * HOUR_MS),
        stepMs: HOUR_MS,
        gramsPerKwh: (first + n) % 24 < 6 ? 100 : 300,
        quality: "measured" as const,
      })).filter(({ startsAt }) => +startsAt + HOUR_MS <= +now);
    },
    forecast: async () => undefined,
  };
  const kube = {
    apply: async (_: string, { spec }: { spec: unknown }) => {
      if (absent) throw new ApiError(404, {});
      written.push(CarbonScoreSpec.parse(spec));
      return {};
    },
  } as unknown as KubeClient;
  const writer = scoreWriter({ kube, source, clock: { rate: 1, now: () => now } });
  return {
    asked,
    written,
    run: () => writer.reconcile("DE", signal),
    later: (ms: number) => void (now = new Date(+now + ms)),
    fail: (error: unknown) => void (failure = error),
    withoutKinds: () => void (absent = true),
  };
}

test("writes the newest reading, a week of them, and 48 h that it foresees itself", async () => {
  const { run, written } = world();
  expect(await run()).toEqual({ requeueAfterMs: expect.any(Number) as number });
  const [spec] = written;
  const score = spec && fromScore(spec);
  expect(score?.latest).toMatchObject({ startsAt: new Date(Date.UTC(2026, 0, 5, 11)), gramsPerKwh: 300 });
  expect(score?.recent.length).toBe(7 * 24 - 1); // the slot that began a week ago at 12 is half outside
  expect(score?.forecast?.gramsPerKwh).toHaveLength(48);
  expect(score?.forecast?.startsAt).toEqual(new Date(Date.UTC(2026, 0, 5, 12)));
});

test("asks for all it can use once, then for what is new and for the gaps that a source fills late", async () => {
  const { run, asked, later } = world();
  await run();
  later(HOUR_MS);
  await run();
  const lengths = asked.map(({ from, to }) => +to - +from);
  expect(lengths[0]).toBe(147 * DAY_MS);
  expect(lengths[1]).toBeLessThanOrEqual(9 * HOUR_MS);
});

test("a source that asks for patience gets it; any other failure is tried again", async () => {
  const { run, fail } = world();
  fail(new SourceError("test", "Asked too often.", 60_000));
  await expect(run()).rejects.toMatchObject({ reason: "AskedTooOften", requeueAfterMs: 60_000 });
  await expect(run()).rejects.toBeInstanceOf(Waiting);
  fail(new SourceError("test", "Away."));
  await expect(run()).rejects.toThrow("Away.");
});

test("a cluster without our kinds has nobody to tell", async () => {
  const { run, withoutKinds } = world();
  withoutKinds();
  await expect(run()).resolves.toBeDefined();
});

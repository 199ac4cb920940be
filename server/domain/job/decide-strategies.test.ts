import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { decide } from "./decide.ts";
import { at, forecastOf, inputOf, signalOf } from "./testing.ts";

type Change = NonNullable<Parameters<typeof inputOf>[1]>;

/** A week of hours with 10, 20 .. 100 g/kWh in turn: the 30th percentile is 37. */
const week = (hours: number) =>
  Array.from({ length: hours }, (_, index) => ({
    startsAt: at(index - hours),
    stepMs: HOUR_MS,
    gramsPerKwh: 10 * (1 + (index % 10)),
    quality: "measured" as const,
  }));
const trailing = (hourly: (number | null)[], hours = 160, latest = 300): Change => ({
  policy: { strategy: "percentile", percentile: 30 },
  signal: { ...signalOf(hourly, { latest }), recent: week(hours) },
});

describe("percentile", () => {
  test.each<[string, (number | null)[], Change, object]>([
    [
      "of the trailing week: wait for the first hour at or under it",
      [300, 200, 36, 10],
      trailing([300, 200, 36, 10]),
      { kind: "wait", reason: "AboveLimit", until: at(2), limitGramsPerKwh: expect.closeTo(37) as number },
    ],
    ["measured under it: run", [], trailing([300, 200], 160, 30), { kind: "run-now", reason: "UnderLimit" }],
    ["foreseen under it now: run", [], trailing([30, 200]), { kind: "run-now", reason: "UnderLimit" }],
    [
      "of less than a day: no limit is known, run",
      [],
      trailing([300, 200, 10], 23),
      { kind: "run-now", reason: "NoForecast" },
    ],
    [
      "of the forecast until the latest start, with linear interpolation",
      [400, 300, 200, 100, 1],
      { policy: { strategy: "percentile", percentile: 25, percentileOf: "forecast" } },
      { kind: "wait", until: at(3), limitGramsPerKwh: 175 },
    ],
    [
      "of the forecast, at its least: this hour is the lowest, run",
      [100, 300, 200, 400],
      { policy: { strategy: "percentile", percentile: 1, percentileOf: "forecast" } },
      { kind: "run-now", reason: "UnderLimit" },
    ],
  ])("%s", (_, hourly, change, expected) => {
    expect(decide(inputOf(hourly, change))).toMatchObject(expected);
  });
});

describe("static", () => {
  const policy = { strategy: "static", greenFrom: "10:00", greenUntil: "16:00" } as const;
  const late = { latestStart: at(40) };
  test.each<[string, Change, object]>([
    [
      "before the green hours, without any signal: wait for their beginning",
      { policy, job: late, signal: undefined, now: at(2.5) },
      { kind: "wait", reason: "OutsideGreenHours", until: at(10), savingPercent: 0 },
    ],
    [
      "in them: run",
      { policy, job: late, signal: undefined, now: at(10) },
      { kind: "run-now", reason: "WindowOpen" },
    ],
    [
      "when they end they are over: wait for tomorrow's",
      { policy, job: late, now: at(16) },
      { until: at(34) },
    ],
    ["none before the latest start: wait for that", { policy, now: at(1) }, { kind: "wait", until: at(3) }],
    ["at the latest start: it wins", { policy, now: at(3) }, { kind: "fallback" }],
    [
      "over midnight",
      { policy: { ...policy, greenFrom: "22:00", greenUntil: "06:00" }, now: at(1) },
      { kind: "run-now" },
    ],
    [
      "in a time zone: 10:00 in Berlin is 09:00 UTC in winter",
      { policy: { ...policy, timeZone: "Europe/Berlin" }, job: late, now: at(2) },
      { until: at(9) },
    ],
    [
      "over the night the clock is set forward: 10:00 in Berlin is 08:00 UTC",
      {
        policy: { ...policy, timeZone: "Europe/Berlin" },
        job: { latestStart: new Date("2026-03-30T00:00Z") },
        now: new Date("2026-03-28T20:00Z"),
      },
      { until: new Date("2026-03-29T08:00Z") },
    ],
    [
      "a stale signal is not asked",
      { policy: { ...policy, maxIntensity: 400 }, job: late, signal: signalOf([300], { now: at(-5) }) },
      { kind: "wait" },
    ],
    [
      "a fresh reading under the limit: run",
      { policy: { ...policy, maxIntensity: 400 }, signal: signalOf([]) },
      { reason: "UnderLimit" },
    ],
    [
      "what it saves is told by the forecast, though it be a loss",
      { policy: { ...policy, greenFrom: "02:00" }, signal: signalOf([100, 100, 150]) },
      { until: at(2), savingPercent: -50 },
    ],
  ])("%s", (_, change, expected) => {
    expect(decide(inputOf([300, 200, 100], change))).toMatchObject(expected);
  });
});

describe("interruptible", () => {
  const policy = { strategy: "interruptible", minimumChunkMs: HOUR_MS, minSavingPercent: 5 } as const;
  const twoHours = { durationMs: 2 * HOUR_MS, latestStart: at(4) };
  test.each<[string, (number | null)[], Change, object]>([
    [
      "the first of its cheapest hours is ahead: wait for it",
      [300, 100, 300, 90, 300, 300],
      { job: twoHours },
      { kind: "wait", reason: "BetterWindowAhead", until: at(1), savingPercent: 52.5 },
    ],
    [
      "now is one of them: run, and another is ahead",
      [80, 300, 300, 90, 300, 300],
      { job: twoHours },
      { kind: "run-now", reason: "WindowOpen", savingPercent: expect.closeTo((100 * 210) / 380) as number },
    ],
    [
      "after its first hour: pause until the second",
      [300, 80, 300, 90, 300, 300],
      { job: { ...twoHours, ranMs: HOUR_MS, runningSince: at(1), latestStart: at(5) }, now: at(2) },
      { kind: "wait", until: at(3) },
    ],
    [
      "a chunk is not cut short",
      [300, 80, 300, 90, 300, 300],
      {
        policy: { ...policy, minimumChunkMs: 2 * HOUR_MS },
        job: { durationMs: 4 * HOUR_MS, ranMs: HOUR_MS, runningSince: at(1), latestStart: at(5) },
        now: at(2),
      },
      { kind: "run-now", reason: "WindowOpen" },
    ],
    [
      "at the latest start of its rest it runs to the end",
      [300, 80, 300, 90, 10, 10],
      { job: { ...twoHours, ranMs: HOUR_MS, latestStart: at(3) }, now: at(3) },
      { kind: "fallback", reason: "LatestStartReached" },
    ],
    [
      "to pause for less than the least saving is not worth it",
      [100, 98, 100, 98, 100, 100],
      { job: { ...twoHours, ranMs: HOUR_MS, runningSince: at(-1) } },
      { kind: "run-now", reason: "TooLittleToSave" },
    ],
    ["a gap before it could end: run", [300, null, 10, 10], { job: twoHours }, { reason: "NoForecast" }],
    [
      "all of it has run: run, it is about to end",
      [300, 10],
      { job: { ...twoHours, ranMs: 3 * HOUR_MS } },
      { kind: "run-now" },
    ],
  ])("%s", (_, hourly, change, expected) => {
    expect(decide(inputOf(hourly, { ...change, policy: { ...policy, ...change.policy } }))).toMatchObject(
      expected,
    );
  });
});

describe("uncertainty margin", () => {
  const signal = {
    ...signalOf([]),
    forecast: { ...forecastOf([300, 280, 240, 300]), high: [300, 285, 310, 400] },
  };
  test.each<[string, number, object]>([
    ["0: the forecast is trusted", 0, { kind: "wait", until: at(2), savingPercent: 20 }],
    [
      "half way: an hour that may turn out dirty counts less",
      0.5,
      { kind: "wait", until: at(2), savingPercent: 20 },
    ],
    ["1: at the top of its band it saves nothing, the other one does", 1, { kind: "wait", until: at(1) }],
  ])("%s", (_, uncertaintyMargin, expected) => {
    expect(decide(inputOf([], { signal, policy: { uncertaintyMargin } }))).toMatchObject(expected);
  });
});

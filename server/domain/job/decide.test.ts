import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../clock.ts";
import { cumulate } from "../carbon/forecast.ts";
import { bestStart } from "./best-start.ts";
import { decide } from "./decide.ts";
import type { DecideInput, Decision } from "./decision.ts";
import { at, forecastOf, inputOf, policyOf, randomFrom, signalOf } from "./testing.ts";

type Change = Parameters<typeof inputOf>[1];
const waitingUntil = (hour: number): Decision => ({
  kind: "wait",
  reason: "BetterWindowAhead",
  until: at(hour),
  savingPercent: 50,
});

describe("best-window", () => {
  test.each<[string, (number | null)[], Change, object]>([
    ["cheapest now: run", [80, 300, 300, 300], {}, { kind: "run-now", reason: "WindowOpen" }],
    [
      "cheapest at 02:00: wait until then",
      [300, 280, 75, 300],
      {},
      { kind: "wait", until: at(2), savingPercent: 75 },
    ],
    ["two equal hours: the earlier one", [300, 75, 75, 300], {}, { kind: "wait", until: at(1) }],
    [
      "cheaper only after the latest start: run",
      [200, 300, 300, 300, 10],
      {},
      { kind: "run-now", reason: "WindowOpen" },
    ],
    [
      "a gain under the least worth a wait: run, and say what it was",
      [100, 98, 99, 99],
      { policy: { minSavingPercent: 5 } },
      { kind: "run-now", reason: "TooLittleToSave", savingPercent: 2 },
    ],
    [
      "a gain of exactly the least: wait",
      [100, 95, 99, 99],
      { policy: { minSavingPercent: 5 } },
      { kind: "wait" },
    ],
    [
      "a long Job counts all its hours, not the first",
      [400, 10, 400, 150, 150],
      { job: { durationMs: 2 * HOUR_MS } },
      { kind: "wait", until: at(3) },
    ],
    [
      "a Job of 61 minutes touches two slots",
      [400, 10, 400, 150, 150],
      { job: { durationMs: 61 * MINUTE_MS } },
      { kind: "wait", until: at(3) },
    ],
    [
      "a start whose run leaves the forecast is not known, and not chosen",
      [200, 190, 400, 10],
      { job: { durationMs: 2 * HOUR_MS } },
      { kind: "run-now" },
    ],
    [
      "a gap ahead ends what may be used: nothing behind it is a promise",
      [200, 150, null, 10],
      {},
      { kind: "wait", until: at(1) },
    ],
    [
      "a gap that has passed ends nothing",
      [null, 200, 100, 300],
      { now: at(1) },
      { kind: "wait", until: at(2) },
    ],
    [
      "the present hour is unknown: run, never take it for 0 g",
      [null, 200, 100],
      {},
      { kind: "run-now", reason: "NoForecast" },
    ],
    [
      "a run longer than the forecast: run",
      [300, 100, 100],
      { job: { durationMs: 9 * HOUR_MS } },
      { kind: "run-now", reason: "NoForecast" },
    ],
    ["an empty forecast: run", [], {}, { kind: "run-now", reason: "NoForecast" }],
    [
      "a forecast that has ended: run",
      [300, 100],
      { now: at(2.5) },
      { kind: "run-now", reason: "NoForecast" },
    ],
    [
      "in the middle of the cheapest hour: run, the rest of it is still the best",
      [300, 300, 75, 300],
      { now: at(2.5) },
      { kind: "run-now", reason: "WindowOpen" },
    ],
    [
      "the latest start in the middle of the best hour: its beginning is in time",
      [300, 280, 200, 75],
      { job: { latestStart: at(3.5) } },
      { kind: "wait", until: at(3) },
    ],
    ["a grid of zeros: run, there is nothing to save", [0, 0, 0, 0], {}, { kind: "run-now" }],
  ])("%s", (_, hourly, change, expected) => {
    expect(decide(inputOf(hourly, change))).toMatchObject(expected);
  });

  test("a forecast that begins after now knows nothing of now: run", () => {
    const signal = signalOf([100, 50], { startsAt: at(1) });
    expect(decide(inputOf([], { signal }))).toMatchObject({ kind: "run-now", reason: "NoForecast" });
  });
});

describe("hysteresis", () => {
  test.each<[string, (number | null)[], Change, object]>([
    [
      "a plan within 1 % of the best is kept",
      [300, 100, 99.5, 300],
      { previous: waitingUntil(1) },
      { kind: "wait", until: at(1) },
    ],
    [
      "a plan that has become worse by more gives way",
      [300, 110, 99.5, 300],
      { previous: waitingUntil(1) },
      { kind: "wait", until: at(2) },
    ],
    [
      "at the planned hour, less than half a percent ahead: run, the window is open",
      [300, 100, 99.6, 300],
      { previous: waitingUntil(1), now: at(1) },
      { kind: "run-now", reason: "WindowOpen" },
    ],
    [
      "at the planned hour, 2 % ahead would begin no wait, but goes on with one",
      [300, 100, 98, 300],
      { previous: waitingUntil(1), now: at(1) },
      { kind: "wait", until: at(2) },
    ],
    [
      "at the planned hour, a gain worth a new wait: wait on",
      [300, 100, 60, 300],
      { previous: waitingUntil(1), now: at(1) },
      { kind: "wait", until: at(2) },
    ],
    [
      "close before the best hour little is left to save, and the plan still holds",
      [300, 103, 100, 300],
      { previous: waitingUntil(2), now: at(1) },
      { kind: "wait", until: at(2) },
    ],
    [
      "the forecast fell flat: no saving left, run",
      [100, 100, 100, 100],
      { previous: waitingUntil(2) },
      { kind: "run-now", reason: "WindowOpen" },
    ],
    [
      "a plan past the latest start is none",
      [300, 290, 200, 280, 100],
      { previous: waitingUntil(4) },
      { kind: "wait", until: at(2) },
    ],
    [
      "released from a person's hold into a flat day: run",
      [100, 99, 100, 100],
      { previous: { kind: "wait", reason: "HeldByPerson", until: at(3), savingPercent: 0 } },
      { kind: "run-now", reason: "WindowOpen" },
    ],
  ])("%s", (_, hourly, change, expected) => {
    expect(decide(inputOf(hourly, change))).toMatchObject(expected);
  });
});

describe("threshold", () => {
  const policy = { strategy: "threshold", maxIntensity: 200 } as const;
  test.each<[string, (number | null)[] | undefined, Change, object]>([
    [
      "above the limit: wait for the first hour at or under it",
      [300, 250, 200, 100],
      { policy },
      { kind: "wait", reason: "AboveLimit", until: at(2) },
    ],
    [
      "never under it: wait for the latest start",
      [300, 250, 240, 230],
      { policy },
      { kind: "wait", reason: "AboveLimit", until: at(3), savingPercent: 0 },
    ],
    [
      "a gap is not an hour under the limit",
      [300, null, 240, 100],
      { policy },
      { kind: "wait", until: at(3) },
    ],
    [
      "measured at the limit: run",
      [300, 250, 100, 100],
      { policy, signal: signalOf([300], { latest: 200 }) },
      { kind: "run-now", reason: "UnderLimit" },
    ],
    ["no forecast: run", undefined, { policy }, { kind: "run-now", reason: "NoForecast" }],
  ])("%s", (_, hourly, change, expected) => {
    expect(decide(inputOf(hourly, change))).toMatchObject(expected);
  });
});

describe("what comes before the grid", () => {
  const cheapLater = [300, 280, 75, 300];
  const stale = signalOf(cheapLater, { now: at(-3.1) });
  test.each<[string, Change, object]>([
    [
      "paused: run, whatever else is wished",
      { policy: { paused: true, enabled: false }, job: { heldByPerson: true } },
      { kind: "run-now", reason: "CarbonAwarenessPaused" },
    ],
    ["policy off: run", { policy: { enabled: false } }, { kind: "run-now", reason: "PolicyDisabled" }],
    [
      "at the latest start: to the fallback, however dirty",
      { now: at(3) },
      { kind: "fallback", reason: "LatestStartReached" },
    ],
    [
      "one millisecond before it: not yet",
      { now: new Date(+at(2) - 1), job: { latestStart: at(2) } },
      { kind: "wait" },
    ],
    [
      "held by a person: until the latest start",
      { job: { heldByPerson: true } },
      { kind: "wait", reason: "HeldByPerson", until: at(3) },
    ],
    [
      "held by a person: not past the latest start",
      { job: { heldByPerson: true }, now: at(3) },
      { kind: "fallback" },
    ],
    [
      "asked to run now: run, though a person held it before",
      { job: { heldByPerson: true, runRequested: true } },
      { kind: "run-now", reason: "RunNowRequested" },
    ],
    ["no signal: run", { signal: undefined }, { kind: "run-now", reason: "NoForecast" }],
    [
      "the last reading is older than 3 h: run",
      { signal: stale },
      { kind: "run-now", reason: "SignalStale" },
    ],
    [
      "a forecast without any reading: run",
      { signal: { ...signalOf(cheapLater), latest: undefined } },
      { kind: "run-now", reason: "SignalStale" },
    ],
    [
      "under the limit: run, though a better hour is ahead",
      { policy: { maxIntensity: 350 } },
      { kind: "run-now", reason: "UnderLimit" },
    ],
    ["above the limit: the best window", { policy: { maxIntensity: 100 } }, { kind: "wait", until: at(2) }],
    ["maxDelay 0: run, to the fallback", { job: { latestStart: at(0) } }, { kind: "fallback" }],
  ])("%s", (_, change, expected) => {
    expect(decide(inputOf(cheapLater, change))).toMatchObject(expected);
  });
});

/** The start that the loop arrives at when it looks every slot. */
function fold(hourly: readonly number[], latest: number, slots: number, minSavingPercent: number): number {
  let previous: DecideInput["previous"];
  for (let hour = 0; ; hour++) {
    const decision = decide({
      job: { submittedAt: at(0), durationMs: slots * HOUR_MS, latestStart: at(latest + 0.5) },
      policy: policyOf({ minSavingPercent }),
      signal: { ...signalOf([], { now: at(hour) }), forecast: forecastOf(hourly) },
      previous,
      now: at(hour),
    });
    if (decision.kind !== "wait") return hour;
    previous = decision;
  }
}

test("folded over time with a perfect, fixed forecast, it starts where the backtest's kernel says", () => {
  const random = randomFrom(7);
  for (let round = 0; round < 500; round++) {
    const hourly = Array.from({ length: 60 }, () => Math.round(50 + 400 * random()) / (round % 3 ? 1 : 100));
    const latest = Math.floor(random() * 36);
    const slots = 1 + Math.floor(random() * 8);
    const cumulative = cumulate(hourly);
    const best = bestStart(cumulative, 0, latest, slots);
    const costs = (start: number) => (cumulative[start + slots] ?? 0) - (cumulative[start] ?? 0);
    expect(fold(hourly, latest, slots, 0)).toBe(best);
    const worthIt = 100 * (1 - costs(best) / costs(0)) >= 5;
    expect(fold(hourly, latest, slots, 5)).toBe(worthIt ? best : 0);
  }
});

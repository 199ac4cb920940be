import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { decide } from "./decide.ts";
import { at, inputOf, signalOf } from "./testing.ts";

type Change = Parameters<typeof inputOf>[1];

describe("a source that is always late", () => {
  const HOURS_LATE = 24;
  /** Its last reading ended a day ago, at `grams`; the rest is foreseen. */
  const late = (hourly: (number | null)[] | undefined, grams = 300, latenessHours = 36) => ({
    ...signalOf(hourly, { now: at(-HOURS_LATE), latest: grams }),
    latenessMs: latenessHours * HOUR_MS,
  });
  const cheapLater = [300, 280, 75, 300];
  const threshold = { strategy: "threshold", maxIntensity: 200 } as const;
  const percentile = { strategy: "percentile", percentileOf: "forecast", percentile: 50 } as const;
  test.each<[string, Change, object]>([
    ["its forecast is waited by", { signal: late(cheapLater) }, { kind: "wait", until: at(2) }],
    [
      "on its last millisecond too",
      { signal: late(cheapLater, 300, HOURS_LATE - 3) },
      { kind: "wait", until: at(2) },
    ],
    [
      "later than it is documented to be: run",
      { signal: late(cheapLater, 300, HOURS_LATE - 3.01) },
      { kind: "run-now", reason: "SignalStale" },
    ],
    ["without a forecast: run", { signal: late(undefined) }, { kind: "run-now", reason: "NoForecast" }],
    [
      "yesterday's reading under the limit is none of now",
      { signal: late(cheapLater, 50), policy: { maxIntensity: 200 } },
      { kind: "wait", reason: "BetterWindowAhead", until: at(2) },
    ],
    [
      "the present hour foreseen at the limit: run, though yesterday was above it",
      { signal: late([200, 150, 75, 300], 900), policy: { maxIntensity: 200 } },
      { kind: "run-now", reason: "UnderLimit" },
    ],
    [
      "a reading of the last hours goes before what is foreseen",
      { signal: { ...signalOf([100, 50, 300]), latenessMs: 36 * HOUR_MS }, policy: { maxIntensity: 200 } },
      { kind: "wait", until: at(1) },
    ],
    [
      "threshold: yesterday under it starts nothing",
      { signal: late([300, 250, 200, 300], 50), policy: threshold },
      { kind: "wait", reason: "AboveLimit", until: at(2) },
    ],
    [
      "percentile: yesterday under it starts nothing",
      { signal: late(cheapLater, 50), policy: percentile },
      { kind: "wait", reason: "AboveLimit", until: at(1) },
    ],
    [
      "by the clock: yesterday under the limit opens nothing",
      {
        signal: late(cheapLater, 50),
        policy: { strategy: "static", maxIntensity: 200, greenFrom: "02:00", greenUntil: "03:00" },
      },
      { kind: "wait", until: at(2) },
    ],
    [
      "by the clock: foreseen under the limit runs at once",
      {
        signal: late([100, 280, 75, 300], 900),
        policy: { strategy: "static", maxIntensity: 200, greenFrom: "02:00", greenUntil: "03:00" },
      },
      { kind: "run-now", reason: "UnderLimit" },
    ],
  ])("%s", (_, change, expected) => {
    expect(decide(inputOf(cheapLater, change))).toMatchObject(expected);
  });
});

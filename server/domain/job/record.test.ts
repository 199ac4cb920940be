import { expect, test } from "vitest";
import { decide } from "./decide.ts";
import type { DecideInput } from "./decision.ts";
import { decodeDecideInput, decodeRecord, encodeDecideInput, encodeRecord, hasTurned } from "./record.ts";
import { at, inputOf, signalOf } from "./testing.ts";

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const recent = [signalOf([300]).latest].flatMap((reading) => reading ?? []);

test.each<[string, DecideInput]>([
  ["one that waits", inputOf([300, 200.123456789012, null, 75], { now: at(0.0001) })],
  [
    "one with all there is",
    {
      ...inputOf([300, 200], {
        previous: { kind: "wait", reason: "AboveLimit", until: at(2), savingPercent: 12.3 },
        job: { heldByPerson: true, runRequested: true },
        policy: { strategy: "threshold", maxIntensity: 200.5, deadline: at(9) },
      }),
    },
  ],
  [
    "a percentile of the week that was",
    inputOf([300, 200], { policy: { strategy: "percentile" }, signal: { ...signalOf([300, 200]), recent } }),
  ],
  [
    "an interruptible one that runs",
    inputOf([300, 75], {
      policy: { strategy: "interruptible", durationFrom: "history", uncertaintyMargin: 0.5 },
      job: { ranMs: 90_000, runningSince: at(0) },
      previous: { kind: "run-now", reason: "WindowOpen", limitGramsPerKwh: 210.7 },
    }),
  ],
  [
    "one that was held when a dry run began",
    inputOf([300, 75], { job: { dryRunBegan: true }, policy: { dryRun: true } }),
  ],
  ["one without a signal", inputOf(undefined, { signal: undefined })],
  ["one without a forecast", inputOf(undefined)],
])("another process makes the same decision again: %s", (_, input) => {
  const again = decodeDecideInput(throughJson(encodeDecideInput(input)));
  expect(again).toEqual(input);
  expect(decide(again)).toEqual(decide(input));
});

test("readings that the strategy does not read are not kept", () => {
  const input = inputOf([300, 75], { signal: { ...signalOf([300, 75]), recent } });
  const again = decodeDecideInput(throughJson(encodeDecideInput(input)));
  expect(again).toEqual({ ...input, signal: { ...input.signal, recent: [] } });
  expect(decide(again)).toEqual(decide(input));
});

test("a record from before there were strategies is still read", () => {
  const input = inputOf([300, 75]);
  const { source, enabled, paused, strategy, maxDelayMs, maxIntensity, minSavingPercent } = input.policy;
  const { durationMs, mode, greenPool, fallbackPool, zone } = input.policy;
  const place = { durationMs, mode, greenPool, fallbackPool, zone };
  const policy = { source, enabled, paused, strategy, maxDelayMs, maxIntensity, minSavingPercent, ...place };
  expect(decodeDecideInput(throughJson({ ...encodeDecideInput(input), policy }))).toEqual(input);
});

test.each([
  ["acted on", {}],
  ["of a dry run", { wouldHave: { energyKwh: 1, gramsNow: 300, gramsPlanned: 75 } }],
  ["of a dry run in a grid unknown", { wouldHave: { energyKwh: 1, gramsNow: null, gramsPlanned: null } }],
])("a record comes back whole: %s", (_, more) => {
  const input = inputOf([300, 75]);
  const record = {
    id: "1",
    clusterId: "c",
    jobUid: "u",
    namespace: "climate",
    name: "era5",
    decision: decide(input),
    released: false,
    input,
    ...more,
  };
  expect(decodeRecord(throughJson(encodeRecord(record)))).toEqual(record);
});

test("what is no record of ours is refused", () => {
  expect(() => decodeRecord({ id: "1", input: {} })).toThrow();
});

const wait = { kind: "wait", reason: "BetterWindowAhead", until: at(2), savingPercent: 10 } as const;
test.each([
  ["the first", undefined, wait, true],
  ["the same hour, another saving", wait, { ...wait, savingPercent: 11 }, false],
  ["another hour", wait, { ...wait, until: at(3) }, true],
  ["another reason", wait, { ...wait, reason: "HeldByPerson" as const }, true],
  ["released", wait, { kind: "run-now" as const, reason: "WindowOpen" as const }, true],
])("a decision has turned: %s", (_, previous, next, expected) => {
  expect(hasTurned(previous, next)).toBe(expected);
});

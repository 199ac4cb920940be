import { describe, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../clock.ts";
import { at } from "../job/testing.ts";
import { latestStartOf, resolvePolicy, type EffectivePolicy } from "./resolve.ts";
import { CarbonPolicySpec } from "./spec.ts";

const key = (name: string) => `carbon-aware.io/${name}`;
const resolve = (annotations: Record<string, string>, spec: object = {}) =>
  resolvePolicy({
    policy: { source: "climate/p", spec: CarbonPolicySpec.parse({ maxDelay: "8h", ...spec }) },
    annotations: Object.fromEntries(Object.entries(annotations).map(([name, value]) => [key(name), value])),
    clusterZone: "DE",
    paused: false,
  });

test("without a policy the built-in one holds, in the cluster's zone", () => {
  const { policy, warnings } = resolvePolicy({
    policy: undefined,
    annotations: {},
    clusterZone: "DE",
    paused: true,
  });
  expect(policy).toEqual({
    source: "built-in",
    enabled: true,
    paused: true,
    dryRun: false,
    strategy: "best-window",
    maxDelayMs: 24 * HOUR_MS,
    maxIntensity: undefined,
    minSavingPercent: 2,
    durationMs: HOUR_MS,
    durationFrom: "policy",
    percentile: 30,
    percentileOf: "trailing-week",
    greenFrom: "10:00",
    greenUntil: "16:00",
    timeZone: "UTC",
    minimumChunkMs: 30 * MINUTE_MS,
    uncertaintyMargin: 0,
    deadline: undefined,
    mode: "prefer",
    greenPool: "green",
    fallbackPool: "fallback",
    zone: "DE",
  });
  expect(warnings).toEqual([]);
});

describe("annotations over the policy", () => {
  test.each<[string, Record<string, string>, object, Partial<EffectivePolicy>]>([
    ["maxDelay", { "max-delay": "90m" }, {}, { maxDelayMs: 90 * MINUTE_MS }],
    ["a maxDelay of nothing: at once", { "max-delay": "0m" }, {}, { maxDelayMs: 0 }],
    ["percentile", { strategy: "percentile" }, {}, { strategy: "percentile" }],
    ["green hours", { strategy: "static" }, {}, { strategy: "static" }],
    ["that it may be split", { interruptible: "true" }, {}, { strategy: "interruptible" }],
    [
      "that it may be split, whatever else it names",
      { strategy: "static", interruptible: "true" },
      {},
      { strategy: "interruptible" },
    ],
    [
      "that it may not be split",
      { interruptible: "false" },
      { strategy: "interruptible" },
      { strategy: "best-window" },
    ],
    [
      "that it may not be split where nobody would",
      { interruptible: "false" },
      { strategy: "static" },
      { strategy: "static" },
    ],
    ["the least chunk", { "min-chunk": "2h" }, {}, { minimumChunkMs: 2 * HOUR_MS }],
    ["duration", { duration: "3h" }, {}, { durationMs: 3 * HOUR_MS }],
    ["deadline", { deadline: "2026-01-05T18:00:00Z" }, {}, { deadline: at(18) }],
    ["deadline with an offset", { deadline: "2026-01-05T18:00:00+01:00" }, {}, { deadline: at(17) }],
    ["mode", { mode: "require" }, {}, { mode: "require" }],
    ["threshold with a limit", { strategy: "threshold" }, { maxIntensity: 200 }, { strategy: "threshold" }],
    ["the policy's zone over the cluster's", {}, { zone: "FR" }, { zone: "FR" }],
    ["a policy that is off", {}, { enabled: false }, { enabled: false }],
  ])("%s", (_, annotations, spec, expected) => {
    const { policy, warnings } = resolve(annotations, spec);
    expect(policy).toMatchObject(expected);
    expect(warnings).toEqual([]);
  });
});

describe("what cannot be read is ignored and said", () => {
  test.each([
    ["a negative delay", "max-delay", "-3h", "give a duration up to 7d, such as 8h"],
    ["a delay without a unit", "max-delay", "8", "give a duration up to 7d, such as 8h"],
    ["a delay past the bound", "max-delay", "30d", "give a duration up to 7d, such as 8h"],
    ["a duration of nothing", "duration", "0m", "give a duration from 1m to 7d, such as 90m"],
    ["a deadline in words", "deadline", "tomorrow", "give an instant such as 2026-11-22T18:00:00Z"],
    [
      "a deadline that is no day",
      "deadline",
      "2026-13-45T99:00",
      "give an instant such as 2026-11-22T18:00:00Z",
    ],
    ["a yes that is no true", "interruptible", "yes", "give true or false"],
    ["a chunk of nothing", "min-chunk", "0s", "give a duration from 1m to 7d, such as 30m"],
    [
      "a strategy that is none",
      "strategy",
      "cheapest",
      "give best-window, percentile, static, interruptible, or threshold with a policy that has a limit",
    ],
    ["a mode that is none", "mode", "insist", "give prefer or require"],
    [
      "threshold without a limit",
      "strategy",
      "threshold",
      "give best-window, percentile, static, interruptible, or threshold with a policy that has a limit",
    ],
  ])("%s", (_, name, value, hint) => {
    const { policy, warnings } = resolve({ [name]: value });
    expect(policy).toEqual(resolve({}).policy);
    expect(warnings).toEqual([`${key(name)}: "${value}" is ignored; ${hint}.`]);
  });

  test("a page of text is cut in the warning", () => {
    const [warning] = resolve({ mode: "x".repeat(5_000) }).warnings;
    expect(warning?.length).toBeLessThan(200);
  });
});

test("what it ran already may start that much later, and no later than its end", () => {
  const { policy } = resolve({ duration: "2h", interruptible: "true" });
  const latest = (ranMs: number) => latestStartOf(policy, new Date("2026-01-05T00:00:00Z"), ranMs);
  expect([0, HOUR_MS, 9 * HOUR_MS].map((ranMs) => latest(ranMs).toISOString().slice(11, 16))).toEqual([
    "08:00",
    "09:00",
    "10:00",
  ]);
});

test.each<[string, Record<string, string>, number]>([
  ["maxDelay bounds the start", {}, 8],
  ["a deadline bounds the finish", { deadline: "2026-01-05T06:00:00Z", duration: "2h" }, 4],
  ["the earlier of both", { deadline: "2026-01-05T23:00:00Z", duration: "2h" }, 8],
  ["a deadline that cannot be met: at once, not in the past", { deadline: "2026-01-04T06:00:00Z" }, 0],
])("latest start: %s", (_, annotations, hour) => {
  expect(latestStartOf(resolve(annotations).policy, at(0))).toEqual(at(hour));
});

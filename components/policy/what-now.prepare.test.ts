import { describe, expect, it, test } from "vitest";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { outcomeOf, savingByDelay, whatNow } from "./what-now.prepare.ts";
import { reasonNow } from "./what-now.sentence.ts";

const NOW = new Date("2026-11-22T06:00:00Z");
const hour = (count: number) => new Date(+NOW + count * HOUR_MS);
const spec = (change: Partial<CarbonPolicySpec> = {}) => CarbonPolicySpec.parse(change);
/** 400 g now, 300 from the 4th hour, 100 at the 12th, 400 again after. */
const zone = (change: Partial<ZoneView> = {}): ZoneView => ({
  zone: "DE",
  name: "Germany",
  source: "static",
  provenance: "test",
  signalKind: "average",
  latest: { startsAt: NOW, stepMs: HOUR_MS, gramsPerKwh: 400, quality: "measured" },
  stale: false,
  recent: [],
  forecast: {
    generatedAt: NOW,
    startsAt: NOW,
    stepMs: HOUR_MS,
    gramsPerKwh: Array.from({ length: 72 }, (_, slot) =>
      slot === 12 ? 100 : slot >= 4 && slot < 12 ? 300 : 400,
    ),
    method: "test",
  },
  windows: [],
  limit: null,
  errorPercent: null,
  failure: null,
  ...change,
});

describe("what a policy does now", () => {
  test.each([
    ["waits for the cheapest hour", {}, hour(12), 75],
    ["cannot reach it with a shorter wait", { maxDelay: "8h" }, hour(4), 25],
    [
      "starts at once when the saving is under what is asked",
      { maxDelay: "8h", minSavingPercent: 30 },
      NOW,
      0,
    ],
    ["starts at once when switched off", { enabled: false }, NOW, 0],
    [
      "by its limit: as soon as the grid is under it",
      { strategy: "threshold", maxIntensity: 320 },
      hour(4),
      25,
    ],
  ] as const)("%s", (_, change, startsAt, savingPercent) => {
    expect(outcomeOf(spec(change), zone(), HOUR_MS, NOW)).toMatchObject({ startsAt, savingPercent });
  });

  it("starts at once without a forecast, and the decision says why", () => {
    expect(outcomeOf(spec(), zone({ forecast: null }), HOUR_MS, NOW).decision.reason).toBe("NoForecast");
  });

  it("shows the draft beside what is in force, the draft's own length among the usual ones", () => {
    const rows = whatNow(spec({ expectedDuration: "2h" }), spec({ maxDelay: "8h" }), zone(), NOW);
    expect(rows.map(({ durationMs }) => durationMs / HOUR_MS)).toEqual([1, 2, 4, 8]);
    expect(rows[0]).toMatchObject({ draft: { savingPercent: 75 }, inForce: { savingPercent: 25 } });
  });

  it("never saves less for being allowed a longer wait", () => {
    const savings = savingByDelay(spec(), zone(), NOW).map(({ savingPercent }) => savingPercent);
    expect(savings).toEqual(savings.toSorted((a, b) => a - b));
    expect(savings.at(-1)).toBe(75);
  });
});

describe("why a Job submitted now would start then", () => {
  const week = Array.from({ length: 48 }, (_, index) => ({
    startsAt: hour(index - 48),
    stepMs: HOUR_MS,
    gramsPerKwh: 250 + index,
    quality: "measured" as const,
  }));
  test.each<[Partial<CarbonPolicySpec>, string]>([
    [{ strategy: "interruptible" }, "Its first window opens then; it may be paused between two."],
    [{ strategy: "threshold", maxIntensity: 320 }, "The grid is above the limit of 320 g/kWh until then."],
    [
      { strategy: "threshold", maxIntensity: 50 },
      "The grid stays above the limit of 50 g/kWh until its longest wait is over.",
    ],
    [
      { strategy: "percentile", percentile: 50 },
      "The grid is above 274 g/kWh, the 50th percentile of the last seven days, until then.",
    ],
    [{ strategy: "static", greenFrom: "10:00" }, "The green hours of the policy begin then."],
    [
      { strategy: "static", greenFrom: "10:00", maxDelay: "2h" },
      "Its longest wait is over then; its green hours begin later.",
    ],
    [{ strategy: "static", greenFrom: "05:00" }, "It is within the green hours of the policy."],
  ])("%j: %s", (change, sentence) => {
    const { decision } = outcomeOf(spec(change), zone({ recent: week }), HOUR_MS, NOW);
    expect(reasonNow(decision, spec(change), NOW).replaceAll("\u00a0", " ")).toBe(sentence);
  });
});

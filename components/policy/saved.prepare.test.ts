import { expect, test } from "vitest";
import type { Totals } from "#server/domain/backtest/totals.ts";
import type { CurveView, TriedView } from "#server/domain/backtest/view.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import {
  curveSentence,
  savedBasis,
  savedCurve,
  savedRows,
  savedSentence,
  type Trial,
} from "./saved.prepare.ts";

const TO = new Date("2026-11-25T00:00:00Z");
const plain = (text: string) => text.replaceAll("\u00a0", " ");
const totals = (change: Partial<Totals> = {}): Totals => ({
  jobs: 5_816,
  unknownJobs: 0,
  grams: 817,
  gramsAtOnce: 1_000,
  savingPercent: 18.34,
  idealPercent: 21.2,
  captured: 0.865,
  savingOverWorstPercent: 40,
  savingOverMedianPercent: 20,
  meanDelayHours: 8.2,
  fallbackPercent: 0.26,
  deadlineMisses: 0,
  ...change,
});
const tried = (change: Partial<Totals> = {}, view: Partial<TriedView> = {}): TriedView => ({
  zone: "DE",
  provenance: "recorded 2020",
  signalKind: "average",
  from: new Date(+TO - 365 * DAY_MS),
  to: TO,
  stepMs: HOUR_MS,
  gaps: 0,
  totals: totals(change),
  ...view,
});
const trial = (change: Partial<CarbonPolicySpec> = {}, inForce?: Partial<CarbonPolicySpec>): Trial => ({
  zone: "DE",
  policy: CarbonPolicySpec.parse({ maxDelay: "18h", ...change }),
  inForce: inForce && CarbonPolicySpec.parse(inForce),
});
const curve = (draft: Partial<Totals> = {}, inForce?: Partial<Totals>): CurveView => ({
  tried: tried(draft),
  inForce: inForce ? tried(inForce) : null,
  points: [2, 8, 24].map((hours) => ({
    maxDelayMs: hours * HOUR_MS,
    savingPercent: hours / 2,
    idealPercent: hours,
  })),
});

const OLD = { maxDelay: "8h" };
test.each<[string, Trial, CurveView, string]>([
  [
    "without a draft",
    trial(),
    curve(),
    "It would have saved 18.3 %. A Job would have waited 8 h 12 on average.",
  ],
  [
    "beside what is in force",
    trial({}, OLD),
    curve({}, { savingPercent: 9.6, meanDelayHours: 3 }),
    "The draft would have saved 18.3 % instead of 9.6 %. A Job would have waited 8 h 12 on average instead of 3 h.",
  ],
  [
    "as in force",
    trial({}, OLD),
    curve({}, {}),
    "The draft would have saved 18.3 %, as in force. A Job would have waited 8 h 12 on average.",
  ],
  [
    "a loss is called one",
    trial({}, OLD),
    curve({ savingPercent: -1.23 }, { savingPercent: 9.6 }),
    "The draft would have cost 1.2 % more than running at once, where the policy in force would have saved 9.6 %. A Job would have waited 8 h 12 on average.",
  ],
  [
    "nothing is nothing",
    trial({}, OLD),
    curve({ savingPercent: 0.02, meanDelayHours: 0 }, { savingPercent: -0.4, meanDelayHours: 0.5 }),
    "The draft would have saved nothing, where the policy in force would have cost 0.4 % more than running at once. A Job would have waited 0 min on average instead of 30 min.",
  ],
  [
    "in force, but switched off",
    trial({}, { enabled: false }),
    curve(),
    "The draft would have saved 18.3 %, where the policy in force is switched off. A Job would have waited 8 h 12 on average.",
  ],
  [
    "in force, but too long for what is known",
    trial({}, { maxDelay: "7d" }),
    curve(),
    "The draft would have saved 18.3 %. A Job would have waited 8 h 12 on average.",
  ],
])("%s", (_, asked, view, sentence) => {
  expect(plain(savedSentence(asked, view))).toBe(sentence);
});

test("the figures, the ideal marked as what nobody reaches", () => {
  const rows = savedRows(
    trial({}, OLD),
    curve({}, { captured: null, savingPercent: 0, fallbackPercent: 12.5 }),
  );
  expect(rows.map(({ name, inForce, tried: own }) => plain(`${name}: ${inForce}, ${own}`))).toEqual([
    "Saved against running at once: 0.0 %, 18.3 %",
    "Ideal, never reached: 21.2 %, 21.2 %",
    "Captured of the ideal: nothing to save, 87 %",
    "Mean wait: 8 h 12, 8 h 12",
    "Jobs that went to the fallback: 12.5 %, 0.3 %",
  ]);
  expect(rows.filter(({ ideal }) => ideal)).toHaveLength(1);
  expect(savedRows(trial({ strategy: "interruptible" }), curve())[3]).toMatchObject({
    name: "Mean wait, pauses included",
    inForce: null,
  });
});

const BASIS =
  "5,816 Jobs of 1 h, one every 90 min from 25 Nov 2025 to 25 Nov 2026. Germany, recorded 2020; each decided by what was known at its time.";
test.each<[TriedView, string]>([
  [tried(), `${BASIS} No reading is missing.`],
  [tried({}, { gaps: 1 }), `${BASIS} 1 reading is missing.`],
  [
    tried({ unknownJobs: 31 }, { gaps: 1_204 }),
    `${BASIS} 1,204 readings are missing; 31 Jobs over them count in no saving.`,
  ],
  [
    tried({ jobs: 96 }, { from: new Date(+TO - 6 * DAY_MS), signalKind: "marginal" }),
    "96 Jobs of 1 h, one every 90 min from 19 Nov 2026 to 25 Nov 2026. Germany, marginal signal, recorded 2020; each decided by what was known at its time. No reading is missing. No more than these 6 days and two weeks to learn from are known.",
  ],
])("on what it stands (%#)", (view, sentence) => {
  expect(plain(savedBasis(trial(), view, "Germany", "UTC"))).toBe(sentence);
});

test.each<[string, string, number[], number]>([
  ["the draft's own point is one of the curve", "18h", [0, 2, 8, 18, 24], 18.34],
  ["once, where it was asked for already", "8h", [0, 2, 8, 24], 18.34],
  ["without a wait there is nothing to save", "0h", [0, 2, 8, 24], 0],
])("%s", (_, maxDelay, hours, saving) => {
  const model = savedCurve(
    trial({ maxDelay }, OLD),
    curve({ savingPercent: saving }, { savingPercent: 9.6 }),
  );
  expect(model.points.map(({ delayHours }) => delayHours)).toEqual(hours);
  expect(model.ideal?.map(({ delayHours }) => delayHours)).toEqual(hours);
  expect(model.points[0]).toEqual({ delayHours: 0, savingPercent: 0 });
  expect(model.points.find(({ delayHours }) => delayHours === model.draft.delayHours)).toEqual(model.draft);
  expect(model.inForce).toEqual({ delayHours: 8, savingPercent: 9.6 });
});

test("the curve in a sentence", () => {
  expect(plain(curveSentence(savedCurve(trial(), curve())))).toBe(
    "Saving over that time by longest wait: with 18 h 18.3 %, with 24 h 12.0 %. The ideal is never reached.",
  );
});

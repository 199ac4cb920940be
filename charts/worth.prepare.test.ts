import { expect, test } from "vitest";
import type { Skill } from "#server/domain/backtest/skill.ts";
import { durationRows, durationSentence } from "./duration-chart.prepare.ts";
import { capturedSentence, layoutSkill, skillSentence } from "./skill-chart.prepare.ts";

const skill: Skill = {
  rows: [
    { horizonHours: 1, maeOurs: 8.5, maeSeasonalNaive: 26, pairs: 900 },
    { horizonHours: 24, maeOurs: 23.4, maeSeasonalNaive: 25.8, pairs: 880 },
  ],
  captured: {
    ours: 0.814,
    seasonalNaive: 0.66,
    jobHours: 1,
    maxDelayHours: 24,
    defaultPolicy: { ours: 0.7, seasonalNaive: 0.5 },
  },
  from: new Date(0),
  to: new Date(1),
  origins: 900,
};

test("what waiting by it was worth is a share of the ideal, never the ideal", () => {
  expect(capturedSentence(skill)).toContain("captured 81\u00a0% of the ideal saving");
  expect(capturedSentence({ ...skill, captured: null })).toBe("There was nothing to save by waiting.");
});

test("the errors are told by horizon", () => {
  expect(skillSentence(skill)).toBe(
    "Mean absolute error by horizon, g/kWh, ours against seasonal naive: 1 h 8.5 against 26.0, 24 h 23.4 against 25.8.",
  );
});

test("the lower line is the smaller error, and the names stand apart", () => {
  const { ours, ends, value } = layoutSkill(skill.rows, 400);
  expect(ours.startsWith("M")).toBe(true);
  expect(value.y(8.5)).toBeGreaterThan(value.y(26));
  const [first, second] = ends.map(({ y }) => y);
  expect(Math.abs((first ?? 0) - (second ?? 0))).toBeGreaterThanOrEqual(14.99);
});

const duration = { gramsPerKwh: Array.from({ length: 101 }, (_, share) => share * 4), hours: 8_760 };
test.each<[string, Parameters<typeof durationSentence>[0], string]>([
  [
    "the middle",
    { duration, limit: null, underLimit: null },
    "Half of the hours are at or under 200\u00a0g/kWh.",
  ],
  [
    "and the share within a limit",
    { duration, limit: { gramsPerKwh: 164, policy: "night" }, underLimit: 0.41 },
    "Half of the hours are at or under 200\u00a0g/kWh; 41\u00a0% are within the limit of 164, night.",
  ],
  [
    "nothing",
    { duration: { gramsPerKwh: [], hours: 0 }, limit: null, underLimit: null },
    "Nothing was read yet.",
  ],
])("hours sorted say %s", (_, profile, sentence) => {
  expect(durationSentence(profile)).toBe(sentence);
});
test("their table has the ends", () => {
  const rows = durationRows({ duration });
  expect([rows[0]?.gramsPerKwh, rows.at(-1)?.gramsPerKwh]).toEqual([0, 400]);
});

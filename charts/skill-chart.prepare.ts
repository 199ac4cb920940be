import type { Skill, SkillRow } from "#server/domain/backtest/skill.ts";
import { percent } from "./format.ts";
import { type Margin, valueScale, type ValueScale } from "./scale.ts";
import { spread } from "./spread.ts";

export const SKILL_HEIGHT = 170;
export const SKILL_MARGIN: Margin = { top: 14, right: 108, bottom: 30, left: 30 };
const LABEL_PX = 15;

export interface SkillLayout {
  value: ValueScale;
  /** Horizons stand evenly: 1 h and 3 h matter as much as 24 h and 48 h. */
  x: (index: number) => number;
  ours: string;
  naive: string;
  ends: { text: string; y: number; strong: boolean }[];
}

export function layoutSkill(rows: readonly SkillRow[], width: number): SkillLayout {
  const largest = Math.max(1, ...rows.flatMap((row) => [row.maeOurs, row.maeSeasonalNaive]));
  const value = valueScale(largest, SKILL_HEIGHT, SKILL_MARGIN);
  const right = width - SKILL_MARGIN.right;
  const x = (index: number) =>
    SKILL_MARGIN.left + 10 + (index / Math.max(1, rows.length - 1)) * (right - SKILL_MARGIN.left - 10);
  const path = (of: (row: SkillRow) => number) =>
    rows
      .map((row, index) => `${index === 0 ? "M" : "L"}${x(index).toFixed(1)} ${value.y(of(row)).toFixed(1)}`)
      .join("");
  const last = rows.at(-1);
  const ys = last ? spread([value.y(last.maeOurs), value.y(last.maeSeasonalNaive)], LABEL_PX) : [];
  return {
    value,
    x,
    ours: path((row) => row.maeOurs),
    naive: path((row) => row.maeSeasonalNaive),
    ends: ["ours", "seasonal naive"].flatMap((text, index) => {
      const y = ys[index];
      return y === undefined ? [] : [{ text, y, strong: index === 0 }];
    }),
  };
}

/** "A 1 h Job that may wait 24 h, started by our forecast, captured 81 % of what perfect foresight saves; ..." */
export function capturedSentence({ captured }: Skill): string {
  if (!captured) return "There was nothing to save by waiting.";
  const { jobHours, maxDelayHours, ours, seasonalNaive } = captured;
  return `A ${jobHours}\u00a0h Job that may wait ${maxDelayHours}\u00a0h, started where our forecast is lowest, captured ${percent(100 * ours)} of the ideal saving; by yesterday’s hours it would have been ${percent(100 * seasonalNaive)}.`;
}

export function skillSentence({ rows }: Skill): string {
  const said = rows.map(
    ({ horizonHours, maeOurs, maeSeasonalNaive }) =>
      `${horizonHours} h ${maeOurs.toFixed(1)} against ${maeSeasonalNaive.toFixed(1)}`,
  );
  return `Mean absolute error by horizon, g/kWh, ours against seasonal naive: ${said.join(", ")}.`;
}

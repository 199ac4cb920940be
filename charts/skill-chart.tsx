"use client";
import { useMemo } from "react";
import type { Skill, SkillRow } from "#server/domain/backtest/skill.ts";
import { DataTable } from "./data-table.tsx";
import { Frame } from "./frame.tsx";
import { layoutSkill, SKILL_HEIGHT, SKILL_MARGIN, skillSentence } from "./skill-chart.prepare.ts";

const grams = (value: number) => value.toFixed(1);

/** How far off the forecast was, by how far ahead it looked: ours, and the hour of the day before. */
export function SkillChart({ skill, caption }: { skill: Skill; caption: string }) {
  return (
    <Frame
      sentence={skillSentence(skill)}
      height={SKILL_HEIGHT}
      caption={caption}
      table={
        <DataTable
          caption="Mean absolute error by horizon, g/kWh"
          columns={[
            { head: "Ahead", cell: (row: SkillRow) => `${row.horizonHours}\u00a0h` },
            { head: "Ours, g", cell: (row: SkillRow) => grams(row.maeOurs), number: true },
            { head: "Seasonal naive, g", cell: (row: SkillRow) => grams(row.maeSeasonalNaive), number: true },
            { head: "Compared", cell: (row: SkillRow) => row.pairs.toLocaleString("en-GB"), number: true },
          ]}
          rows={skill.rows}
          keyOf={(row) => String(row.horizonHours)}
        />
      }
    >
      {(width) => <Drawing rows={skill.rows} width={width} />}
    </Frame>
  );
}

function Drawing({ rows, width }: { rows: readonly SkillRow[]; width: number }) {
  const { value, x, ours, naive, ends } = useMemo(() => layoutSkill(rows, width), [rows, width]);
  const right = width - SKILL_MARGIN.right;
  return (
    <svg width={width} height={SKILL_HEIGHT} className="absolute inset-0 tabular-nums">
      {value.ticks
        .filter((_, index) => index % 2 === 0)
        .map((tick) => (
          <g key={tick} fontSize={11} fill="var(--ink-3)">
            <path
              d={`M${SKILL_MARGIN.left} ${value.y(tick)}H${right}`}
              stroke={tick ? "var(--line)" : "var(--control)"}
            />
            <text x={SKILL_MARGIN.left - 6} y={value.y(tick) + 4} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
      {rows.map(({ horizonHours }, index) => (
        <text
          key={horizonHours}
          x={x(index)}
          y={value.bottom + 17}
          textAnchor="middle"
          fontSize={11}
          fill="var(--ink-3)"
        >
          {index === rows.length - 1 ? `${horizonHours}\u00a0h` : horizonHours}
        </text>
      ))}
      <path d={naive} fill="none" stroke="var(--ink-3)" />
      <path d={ours} fill="none" stroke="var(--ink)" strokeWidth={2} />
      {rows.map(({ horizonHours, maeOurs }, index) => (
        <circle key={horizonHours} cx={x(index)} cy={value.y(maeOurs)} r={2.5} fill="var(--ink)" />
      ))}
      {ends.map(({ text, y, strong }) => (
        <text
          key={text}
          x={right + 10}
          y={y + 4}
          fontSize={12}
          fill={strong ? "var(--ink)" : "var(--ink-2)"}
          fontWeight={strong ? 550 : 400}
        >
          {text}
        </text>
      ))}
    </svg>
  );
}

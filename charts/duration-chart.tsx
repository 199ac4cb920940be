"use client";
import { useId } from "react";
import type { ProfileView } from "#server/domain/carbon/history-view.ts";
import { DataTable } from "./data-table.tsx";
import { type DurationRow, durationRows, durationSentence } from "./duration-chart.prepare.ts";
import { percent } from "./format.ts";
import { Frame } from "./frame.tsx";
import { RampGradient } from "./ramp-gradient.tsx";
import { type Margin, type ValueScale, valueScale } from "./scale.ts";

const HEIGHT = 236;
const MARGIN: Margin = { top: 16, right: 14, bottom: 30, left: 34 };
const SHARES = [0, 25, 50, 75, 100];

/** Hours sorted from the cleanest on: how many are at or under a limit is read off at a glance. */
export function DurationChart({ profile, name }: { profile: ProfileView; name: string }) {
  const { duration, limit } = profile;
  const largest = Math.max(limit?.gramsPerKwh ?? 0, duration.gramsPerKwh.at(-1) ?? 0, 1);
  return (
    <Frame
      sentence={`Hours of ${name}, sorted from the cleanest on. ${durationSentence(profile)}`}
      height={HEIGHT}
      caption={`${duration.hours.toLocaleString("en-GB")}\u00a0hours, sorted from the cleanest on.`}
      table={
        <DataTable
          caption={`Hours of ${name}, sorted`}
          columns={[
            { head: "Share of the hours", cell: (row: DurationRow) => percent(row.percent) },
            {
              head: "At or under, g/kWh",
              cell: (row: DurationRow) => Math.round(row.gramsPerKwh),
              number: true,
            },
          ]}
          rows={durationRows(profile)}
          keyOf={(row) => String(row.percent)}
        />
      }
    >
      {(width) => <Drawing profile={profile} width={width} value={valueScale(largest, HEIGHT, MARGIN)} />}
    </Frame>
  );
}

function Drawing({ profile, width, value }: { profile: ProfileView; width: number; value: ValueScale }) {
  const id = useId();
  const { duration, limit, underLimit } = profile;
  const right = width - MARGIN.right;
  const x = (share: number) => MARGIN.left + share * (right - MARGIN.left);
  const count = duration.gramsPerKwh.length;
  const path = duration.gramsPerKwh
    .map(
      (grams, step) =>
        `${step === 0 ? `M${x(0)} ` : "V"}${value.y(grams).toFixed(1)}H${x((step + 1) / count).toFixed(1)}`,
    )
    .join("");
  return (
    <svg width={width} height={HEIGHT} className="absolute inset-0 tabular-nums">
      <defs>
        <RampGradient id={id} value={value} />
      </defs>
      {value.ticks.map((tick) => (
        <g key={tick}>
          <path
            d={`M${MARGIN.left} ${value.y(tick)}H${right}`}
            stroke={tick ? "var(--line)" : "var(--control)"}
          />
          <text x={MARGIN.left - 8} y={value.y(tick) + 4} textAnchor="end" fontSize={11} fill="var(--ink-3)">
            {tick}
          </text>
        </g>
      ))}
      {SHARES.map((share) => (
        <text
          key={share}
          x={x(share / 100)}
          y={value.bottom + 17}
          textAnchor={share === 100 ? "end" : share === 0 ? "start" : "middle"}
          fontSize={11}
          fill="var(--ink-3)"
        >
          {share === 100 ? (width < 480 ? "100\u00a0%" : "100\u00a0% of the hours") : `${share}`}
        </text>
      ))}
      {limit && underLimit !== null && (
        <>
          <path d={`M${MARGIN.left} ${value.y(limit.gramsPerKwh)}H${right}`} stroke="var(--ink)" />
          <path d={`M${x(underLimit)} ${value.y(limit.gramsPerKwh)}V${value.bottom}`} stroke="var(--ink)" />
          <text
            x={x(underLimit) + (underLimit > 0.7 ? -6 : 6)}
            y={value.bottom - 8}
            textAnchor={underLimit > 0.7 ? "end" : "start"}
            fontSize={12}
            fill="var(--ink)"
          >
            {`${percent(100 * underLimit)} within the limit of ${Math.round(limit.gramsPerKwh)}`}
          </text>
        </>
      )}
      <path d={path} fill="none" stroke={`url(#${id})`} strokeWidth={2.5} />
    </svg>
  );
}

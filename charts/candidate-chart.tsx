"use client";
import { useMemo } from "react";
import { Line, LineChart, XAxis, YAxis } from "recharts";
import type { GreenWindow } from "#server/domain/carbon/window.ts";
import type { CandidateStart, WorkloadDetail } from "#server/domain/workload/view.ts";
import { TimeAxis, ValueAxis } from "./axes.tsx";
import { type CandidateModel, candidateSentence, prepareCandidates } from "./candidate-chart.prepare.ts";
import { DataTable } from "./data-table.tsx";
import { grams, when } from "./format.ts";
import { Frame } from "./frame.tsx";
import { type Box, type Label, place, type Place } from "./place.ts";
import { type Margin, timeScale, type TimeScale, valueScale, type ValueScale } from "./scale.ts";

const MARGIN: Margin = { top: 10, right: 8, bottom: 22, left: 52 };
const HEIGHT = 178;
const FONT = 12;

export interface CandidateChartProps {
  detail: WorkloadDetail;
  windows: readonly GreenWindow[];
  now: Date;
  timeZone: string;
}

/** Grams a Job would emit, by the minute it starts. */
export function CandidateChart({ detail, windows, now, timeZone }: CandidateChartProps) {
  const model = useMemo(
    () => prepareCandidates(detail, windows, now, timeZone),
    [detail, windows, now, timeZone],
  );
  if (!model) return <p className="text-small text-ink-3">No other start is known for this Job.</p>;
  const issued = detail.forecast ? ` Forecast of ${when(detail.forecast.generatedAt, now, timeZone)}.` : "";
  return (
    <Frame
      sentence={candidateSentence(model)}
      height={HEIGHT}
      caption={`Grams this Job would emit, by the minute it starts.${issued}`}
      table={
        <DataTable
          caption="Grams by start"
          columns={[
            { head: "Start", cell: (row: CandidateStart) => when(row.at, now, timeZone) },
            { head: "Would emit", cell: (row: CandidateStart) => grams(row.grams), number: true },
          ]}
          rows={model.candidates}
          keyOf={(row) => row.at.toISOString()}
        />
      }
    >
      {(width) => <Drawing model={model} timeZone={timeZone} width={width} />}
    </Frame>
  );
}

const axisText = (tick: number) => (tick >= 1_000 ? `${tick / 1_000}\u00a0kg` : `${tick}\u00a0g`);

function Drawing({ model, timeZone, width }: { model: CandidateModel; timeZone: string; width: number }) {
  const time = timeScale(model.from, model.to, width, MARGIN);
  const value = valueScale(model.largest, HEIGHT, MARGIN);
  const labels = placeMarked(model, time, value);
  const size = { width, height: HEIGHT };
  const hours = (time.to - time.from) / 3_600_000;
  return (
    <>
      <svg {...size} className="absolute inset-0 tabular-nums">
        {model.windows.map(({ from, to }) => (
          <g key={from}>
            <rect
              x={time.x(from)}
              y={value.top}
              width={time.x(to) - time.x(from)}
              height={value.bottom - value.top}
              fill="var(--window-wash)"
            />
            <path d={`M${time.x(from)} ${value.top}H${time.x(to)}`} stroke="var(--window)" strokeWidth={3} />
          </g>
        ))}
        <ValueAxis
          time={time}
          value={{ ...value, ticks: value.ticks.filter((_, n, all) => all.length < 5 || n % 2 === 0) }}
          text={axisText}
        />
        <TimeAxis time={time} y={value.bottom} timeZone={timeZone} everyHours={everyHours(hours, width)} />
      </svg>
      <LineChart
        {...size}
        data={model.candidates.map(({ at, grams: cost }) => ({ at: +at, cost }))}
        margin={MARGIN}
        accessibilityLayer={false}
        className="absolute! inset-0"
      >
        <XAxis hide type="number" dataKey="at" domain={[time.from, time.to]} />
        <YAxis hide type="number" domain={[0, value.max]} />
        <Line
          dataKey="cost"
          type="linear"
          stroke="var(--ink)"
          strokeWidth={1.75}
          strokeDasharray="5 3"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      </LineChart>
      <svg {...size} className="pointer-events-none absolute inset-0 tabular-nums">
        {model.marked.map(({ at, grams: cost }) => (
          <circle
            key={+at}
            cx={time.x(at)}
            cy={value.y(cost)}
            r={4}
            fill="var(--ink)"
            stroke="var(--paper)"
            strokeWidth={1.5}
          />
        ))}
        {labels.map(({ text, x, y, anchor }) => (
          <text key={text} x={x} y={y} textAnchor={anchor} fontSize={FONT} fontWeight={550} fill="var(--ink)">
            {text}
          </text>
        ))}
      </svg>
    </>
  );
}

const everyHours = (hours: number, width: number): number =>
  [1, 2, 3, 6, 12, 24].find((every) => ((width - 60) / hours) * every > 64) ?? 24;

/** The chosen start first, since it is the answer; each above or below its dot, clear of the curve. */
function placeMarked(model: CandidateModel, time: TimeScale, value: ValueScale): Label[] {
  const bounds: Box = { left: time.left, right: time.right, top: 0, bottom: value.bottom };
  const taken: Box[] = model.candidates.map(({ at, grams: cost }) => {
    const [x, y] = [time.x(at), value.y(cost)];
    return { left: x - 4, right: x + 4, top: y - 3, bottom: y + 3 };
  });
  const { marked } = model;
  const chosen = marked.length === 3 ? [marked[1]] : [];
  return [...chosen, marked[0], marked.at(-1)].flatMap((start) => {
    if (!start) return [];
    const [x, y] = [time.x(start.at), value.y(start.grams)];
    const places = [20, -10, 34, -24, 48].flatMap((down): Place[] => [
      { x, y: y + down, anchor: "middle" },
      { x: x + 9, y: y + down, anchor: "start" },
      { x: x - 9, y: y + down, anchor: "end" },
    ]);
    return place(start.text, FONT, places, taken, bounds) ?? [];
  });
}

"use client";
import { memo, useMemo } from "react";
import type { SeriesView } from "#server/domain/carbon/history-view.ts";
import { ValueAxis } from "./axes.tsx";
import {
  COMPARE_HEIGHT,
  compareDrawnWords,
  type CompareLayout,
  type CompareModel,
  compareSentence,
  layoutCompare,
  prepareCompare,
} from "./compare-chart.prepare.ts";
import { DataTable } from "./data-table.tsx";
import { DateAxis } from "./date-axis.tsx";
import { when } from "./format.ts";
import { Frame } from "./frame.tsx";
import { Hairline, HoverArea } from "./hover.tsx";
import { readingAt, runPath } from "./run-path.ts";
import { spread } from "./spread.ts";

const MIN_WIDTH = 860;
const LINE = 16;

export interface CompareChartProps {
  view: SeriesView;
  labelOf: (zone: string) => string;
  now: Date;
  timeZone: string;
}

/** Zones of one signal on one axis, named at the ends of their lines. */
export function CompareChart({ view, labelOf, now, timeZone }: CompareChartProps) {
  const model = useMemo(() => prepareCompare(view, labelOf), [view, labelOf]);
  return (
    <Frame
      sentence={compareSentence(view)}
      height={COMPARE_HEIGHT}
      minWidth={MIN_WIDTH}
      focus={1}
      caption={compareDrawnWords(view)}
      table={<DrawnTable model={model} now={now} timeZone={timeZone} />}
    >
      {(width) => <Drawing model={model} now={now} timeZone={timeZone} width={width} />}
    </Frame>
  );
}

/** What is drawn, an instant a row; a zone without a reading there is told so. */
function DrawnTable({ model, now, timeZone }: { model: CompareModel; now: Date; timeZone: string }) {
  const instants = [...new Set(model.lines.flatMap(({ runs }) => runs.flatMap(({ startsAt }) => startsAt)))];
  return (
    <DataTable
      caption="Carbon intensity by zone, g/kWh"
      columns={[
        { head: "From", cell: (at: number) => when(new Date(at), now, timeZone) },
        ...model.lines.map(({ zone, runs }) => ({
          head: `${zone}, g/kWh`,
          number: true,
          cell: (at: number) => {
            const reading = readingAt(runs, at);
            return reading ? Math.round(reading.value) : "no reading";
          },
        })),
      ]}
      rows={instants.toSorted((a, b) => a - b)}
      keyOf={String}
    />
  );
}

interface DrawingProps {
  model: CompareModel;
  now: Date;
  timeZone: string;
  width: number;
}

function Drawing({ model, now, timeZone, width }: DrawingProps) {
  const layout = useMemo(() => layoutCompare(model, width), [model, width]);
  const size = { width, height: COMPARE_HEIGHT };
  const { time } = layout;
  return (
    <HoverArea {...size} left={time.left} right={time.right}>
      {(x) => (
        <svg {...size} className="absolute inset-0 tabular-nums">
          <Lines model={model} layout={layout} timeZone={timeZone} />
          <Ends layout={layout} quiet={x !== null} />
          {x !== null && <Hovered x={x} model={model} layout={layout} now={now} timeZone={timeZone} />}
        </svg>
      )}
    </HoverArea>
  );
}

interface LayerProps {
  model: CompareModel;
  layout: CompareLayout;
  timeZone: string;
}

const Lines = memo(function Lines({ model, layout: { time, value }, timeZone }: LayerProps) {
  const scales = { x: time.x, y: value.y };
  return (
    <>
      <ValueAxis time={time} value={value} />
      <DateAxis time={time} y={value.bottom} timeZone={timeZone} />
      {model.line?.policy && (
        <>
          <path d={`M${time.left} ${value.y(model.line.gramsPerKwh)}H${time.right}`} stroke="var(--ink)" />
          <text x={time.left + 4} y={value.y(model.line.gramsPerKwh) - 5} fontSize={12} fill="var(--ink)">
            {`limit ${Math.round(model.line.gramsPerKwh)}, ${model.line.policy}`}
          </text>
        </>
      )}
      {model.lines.map(({ zone, runs, whole, stroke }) => (
        <path
          key={zone}
          d={runPath(runs, scales, whole)}
          fill="none"
          stroke={stroke.stroke}
          strokeWidth={whole ? stroke.width : stroke.width * 0.7}
          strokeDasharray={stroke.dash}
          strokeLinejoin="round"
        />
      ))}
    </>
  );
});

/** A line's own stroke leads to its name and its newest value. */
function Ends({ layout: { time, ends }, quiet }: { layout: CompareLayout; quiet: boolean }) {
  return (
    <g opacity={quiet ? 0.35 : 1} fontSize={12}>
      {ends.map(({ zone, label, x, y, textY, stroke, grams }) => (
        <g key={zone}>
          <path
            d={`M${x} ${y}L${time.right + 6} ${textY}h18`}
            fill="none"
            stroke={stroke.stroke}
            strokeWidth={stroke.width}
            strokeDasharray={stroke.dash}
          />
          <text x={time.right + 29} y={textY + 4} fill="var(--ink)" fontWeight={550}>
            {label} <tspan fontWeight={400}>{Math.round(grams)}</tspan>
          </text>
        </g>
      ))}
    </g>
  );
}

function Hovered({
  x,
  model,
  layout: { time, value },
  now,
  timeZone,
}: LayerProps & { x: number; now: Date }) {
  const at = +time.at(x);
  const values = model.lines.flatMap(({ label, runs }) => {
    const reading = readingAt(runs, at);
    return reading ? [{ y: value.y(reading.value), text: `${label} ${Math.round(reading.value)}` }] : [];
  });
  const apart = spread(
    values.map(({ y }) => y),
    LINE,
  );
  return (
    <Hairline
      x={x}
      top={value.top}
      bottom={value.bottom}
      right={time.right}
      values={values.map((item, index) => ({ ...item, textY: apart[index] ?? item.y }))}
      label={when(new Date(at), now, timeZone)}
    />
  );
}

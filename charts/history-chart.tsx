"use client";
import { memo, type ReactNode, useId, useMemo } from "react";
import { DateAxis } from "./date-axis.tsx";
import { ValueAxis } from "./axes.tsx";
import { when } from "./format.ts";
import { Frame } from "./frame.tsx";
import {
  drawnWords,
  foreseenWords,
  type HistoryInput,
  type HistoryModel,
  historySentence,
  prepareHistory,
} from "./history-chart.prepare.ts";
import {
  HISTORY_HEIGHT,
  type HistoryLabelKind,
  type HistoryLayout,
  layoutHistory,
} from "./history-layout.prepare.ts";
import { Hairline, HoverArea } from "./hover.tsx";
import { RampGradient } from "./ramp-gradient.tsx";
import { readingAt, runPath } from "./run-path.ts";
import { slotAt } from "./slots.ts";
import { spread } from "./spread.ts";

const MIN_WIDTH = 860;
const LINE = 16;

export interface HistoryChartProps extends HistoryInput {
  /** As in a sentence: "Germany". */
  name: string;
  now: Date;
  timeZone: string;
  /** Whether what had been forecast was asked for. */
  overlay: boolean;
  /** Every reading, behind "Show as table". */
  table: ReactNode;
}

/** A week, a month or a year of a zone: as many readings as a line can show, and a gap a gap. */
export function HistoryChart({
  series,
  from,
  range,
  zone,
  name,
  now,
  timeZone,
  overlay,
  table,
}: HistoryChartProps) {
  const model = useMemo(
    () => prepareHistory({ series, from, range, zone }, now),
    [series, from, range, zone, now],
  );
  return (
    <Frame
      sentence={historySentence(name, series, range, now, timeZone)}
      height={HISTORY_HEIGHT}
      minWidth={MIN_WIDTH}
      focus={1}
      caption={`${drawnWords(series, from, now, timeZone)} ${foreseenWords(series, overlay)}`}
      table={table}
    >
      {(width) => <Drawing model={model} now={now} timeZone={timeZone} width={width} />}
    </Frame>
  );
}

interface DrawingProps {
  model: HistoryModel;
  now: Date;
  timeZone: string;
  width: number;
}

function Drawing({ model, now, timeZone, width }: DrawingProps) {
  const layout = useMemo(() => layoutHistory(model, now, timeZone, width), [model, now, timeZone, width]);
  const { time } = layout;
  const size = { width, height: HISTORY_HEIGHT };
  return (
    <HoverArea {...size} left={time.left} right={time.right}>
      {(x) => (
        <svg {...size} className="absolute inset-0 tabular-nums">
          <Still model={model} layout={layout} now={now} timeZone={timeZone} quiet={x !== null} />
          {x !== null && <Hovered x={x} model={model} layout={layout} now={now} timeZone={timeZone} />}
        </svg>
      )}
    </HoverArea>
  );
}

const KINDS: Record<HistoryLabelKind, { fill: string; fontWeight?: number }> = {
  strong: { fill: "var(--ink)", fontWeight: 600 },
  plain: { fill: "var(--ink)" },
  quiet: { fill: "var(--ink-3)" },
  window: { fill: "var(--window)", fontWeight: 550 },
};

interface LayerProps {
  model: HistoryModel;
  layout: HistoryLayout;
  now: Date;
  timeZone: string;
}

/** All that does not follow the pointer. */
const Still = memo(function Still({ model, layout, now, timeZone, quiet }: LayerProps & { quiet: boolean }) {
  const id = useId();
  const { time, value, labels } = layout;
  const scales = { x: time.x, y: value.y };
  const painted = { fill: "none", stroke: `url(#${id})`, strokeLinejoin: "round" } as const;
  return (
    <>
      <defs>
        <RampGradient id={id} value={value} />
      </defs>
      <Under model={model} layout={layout} />
      <ValueAxis time={time} value={value} />
      <DateAxis time={time} y={value.bottom} timeZone={timeZone} />
      {model.limit && (
        <path d={`M${time.left} ${value.y(model.limit.gramsPerKwh)}H${time.right}`} stroke="var(--ink)" />
      )}
      <path
        d={runPath(model.foreseen, scales, true)}
        fill="none"
        stroke="var(--ink-3)"
        strokeDasharray="2 3"
      />
      <path
        d={runPath(model.measured, scales, model.whole)}
        {...painted}
        strokeWidth={model.whole ? 2 : 1.25}
      />
      <path d={runPath(model.forecast, scales, true)} {...painted} strokeWidth={2} strokeDasharray="6 4" />
      <path d={`M${time.x(now)} ${value.top - 16}V${value.bottom}`} stroke="var(--ink)" strokeWidth={1.5} />
      <g opacity={quiet ? 0.25 : 1} fontSize={12}>
        {labels.map(({ text, x, y, anchor, kind }) => (
          <text key={`${text} ${x}`} x={x} y={y} textAnchor={anchor} {...KINDS[kind]}>
            {text}
          </text>
        ))}
      </g>
    </>
  );
});

/** Windows, outcomes, and where nothing was read. */
function Under({ model, layout: { time, value } }: Pick<LayerProps, "model" | "layout">) {
  return (
    <>
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
      {model.band.map(({ from, to, low, high }) => (
        <rect
          key={from}
          x={time.x(from)}
          y={value.y(high)}
          width={time.x(to) - time.x(from)}
          height={value.y(low) - value.y(high)}
          fill="var(--ink)"
          fillOpacity={0.07}
        />
      ))}
      {model.gaps.map(({ from, to }) => (
        <path
          key={from}
          d={`M${time.x(from)} ${value.bottom - 4}H${time.x(to)}`}
          stroke="var(--control)"
          strokeWidth={1.5}
          strokeDasharray="2 2"
        />
      ))}
    </>
  );
}

function Hovered({ x, model, layout: { time, value }, now, timeZone }: LayerProps & { x: number }) {
  const at = +time.at(x);
  const measured = readingAt(model.measured, at);
  const foreseen = readingAt(model.forecast, at) ?? readingAt(model.foreseen, at);
  const band = slotAt(model.band, at);
  const outcomes = band ? `, ${Math.round(band.low)} to ${Math.round(band.high)}` : "";
  const values = [
    measured && { y: value.y(measured.value), text: `${Math.round(measured.value)} measured` },
    foreseen && {
      y: value.y(foreseen.value),
      text: `${Math.round(foreseen.value)} ${at < +now ? "was forecast" : "forecast"}${outcomes}`,
    },
  ].filter((item) => item !== undefined);
  const apart = spread(
    values.map(({ y }) => y),
    LINE,
  );
  const from = measured ?? foreseen;
  return (
    <Hairline
      x={x}
      top={value.top}
      bottom={value.bottom}
      right={time.right}
      values={values.map((item, index) => ({ ...item, textY: apart[index] ?? item.y }))}
      label={
        from ? when(new Date(from.at), now, timeZone) : `${when(new Date(at), now, timeZone)}, no reading`
      }
    />
  );
}

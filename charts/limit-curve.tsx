"use client";
import { TimeAxis, ValueAxis } from "./axes.tsx";
import { DataTable } from "./data-table.tsx";
import { when } from "./format.ts";
import { Frame } from "./frame.tsx";
import { limitSentence, type LimitModel } from "./limit-curve.prepare.ts";
import { timeScale, valueScale } from "./scale.ts";
import type { Slot } from "./slots.ts";

const HEIGHT = 176;
const MARGIN = { top: 14, right: 12, bottom: 40, left: 38 };

interface LimitCurveProps {
  model: LimitModel;
  /** Of the grid, as in a sentence. */
  name: string;
  timeZone: string;
}

/** What a grid is expected to be, washed where a Job may start, with the limit it starts by. */
export function LimitCurve({ model, name, timeZone }: LimitCurveProps) {
  const { from, slots } = model;
  return (
    <Frame
      sentence={limitSentence(name, model, timeZone)}
      height={HEIGHT}
      caption={limitSentence(name, model, timeZone)}
      table={
        <DataTable
          caption={`Expected carbon intensity of ${name}, g/kWh`}
          columns={[
            { head: "From", cell: (slot: Slot) => when(new Date(slot.from), from, timeZone) },
            { head: "g/kWh", cell: (slot: Slot) => Math.round(slot.value), number: true },
          ]}
          rows={slots}
          keyOf={(slot) => String(slot.from)}
        />
      }
    >
      {(width) => <Drawing model={model} timeZone={timeZone} width={width} />}
    </Frame>
  );
}

function Drawing({ model, timeZone, width }: Omit<LimitCurveProps, "name"> & { width: number }) {
  const time = timeScale(model.from, model.to, width, MARGIN);
  const value = valueScale(model.largest, HEIGHT, MARGIN);
  return (
    <svg width={width} height={HEIGHT} aria-hidden="true" className="block overflow-visible">
      {model.open.map(({ from, to }) => (
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
      <ValueAxis time={time} value={value} text={(tick) => (tick === 0 ? "0\u00a0g" : String(tick))} />
      <TimeAxis time={time} y={value.bottom} timeZone={timeZone} everyHours={6} days />
      <path
        d={linesOf(model.slots, time.x, value.y)}
        fill="none"
        stroke="var(--ink)"
        strokeWidth={2}
        strokeDasharray="6 4"
      />
      {model.limit !== null && (
        <>
          <path d={`M${time.left} ${value.y(model.limit)}H${time.right}`} stroke="var(--ink)" />
          <text
            x={time.right}
            y={value.y(model.limit) - 5}
            textAnchor="end"
            fontSize={12}
            fill="var(--ink)"
            stroke="var(--paper)"
            strokeWidth={4}
            paintOrder="stroke"
          >
            {`${Math.round(model.limit)}\u00a0g`}
          </text>
        </>
      )}
    </svg>
  );
}

/** Steps; a hole stays a hole. */
const linesOf = (slots: readonly Slot[], x: (at: number) => number, y: (value: number) => number): string =>
  slots
    .map((slot, index) => {
      const follows = slots[index - 1]?.to === slot.from;
      return `${follows ? `V${y(slot.value)}` : `M${x(slot.from)} ${y(slot.value)}`}H${x(slot.to)}`;
    })
    .join("");

"use client";
import type { ReactNode } from "react";
import { DataTable } from "./data-table.tsx";
import { DELAY_HEIGHT, DELAY_MARGIN, layoutDelay, type DelayModel } from "./delay-curve.prepare.ts";
import { percent } from "./format.ts";
import { Frame } from "./frame.tsx";
import type { Label } from "./place.ts";

const HALO = { stroke: "var(--paper)", strokeWidth: 4, paintOrder: "stroke" } as const;

interface DelayCurveProps {
  model: DelayModel;
  sentence: string;
  caption: ReactNode;
  /** It happened: a solid line. Else it is expected, and broken. */
  measured?: boolean;
  /** Of something that is not so any more. */
  faded?: boolean;
  say?: (percent: number) => string;
}

/** A saving by the longest wait that is allowed. */
export function DelayCurve({
  model,
  sentence,
  caption,
  measured = false,
  faded = false,
  say = percent,
}: DelayCurveProps) {
  const ideal = new Map(model.ideal?.map((point) => [point.delayHours, point.savingPercent]));
  const columns = [
    { head: "Longest wait", cell: (row: Row) => `${row.delayHours}\u00a0h` },
    {
      head: measured ? "Would have saved" : "Saves",
      cell: (row: Row) => say(row.savingPercent),
      number: true,
    },
    { head: "Ideal, never reached", cell: (row: Row) => say(row.idealPercent ?? 0), number: true },
  ];
  return (
    <Frame
      sentence={sentence}
      height={DELAY_HEIGHT}
      caption={caption}
      table={
        <DataTable
          caption="Saving by longest wait"
          columns={model.ideal ? columns : columns.slice(0, 2)}
          rows={model.points.map((point) => ({ ...point, idealPercent: ideal.get(point.delayHours) }))}
          keyOf={(row) => String(row.delayHours)}
        />
      }
    >
      {(width) => <Drawing model={model} width={width} measured={measured} faded={faded} say={say} />}
    </Frame>
  );
}

interface Row {
  delayHours: number;
  savingPercent: number;
  idealPercent: number | undefined;
}

function Drawing({
  model,
  width,
  measured,
  faded,
  say,
}: Required<Pick<DelayCurveProps, "model" | "measured" | "faded" | "say">> & { width: number }) {
  const { value, hours, line, ideal, draft, inForce, labels } = layoutDelay(model, width, say);
  return (
    <svg width={width} height={DELAY_HEIGHT} aria-hidden="true" className="block overflow-visible">
      {value.ticks.map((tick) => (
        <g key={tick}>
          <path
            d={`M${DELAY_MARGIN.left} ${value.y(tick)}H${width - DELAY_MARGIN.right}`}
            stroke={tick ? "var(--line)" : "var(--control)"}
          />
          <text
            x={DELAY_MARGIN.left - 8}
            y={value.y(tick) + 4}
            textAnchor="end"
            className="fill-ink-3 text-micro"
          >
            {tick === value.ticks.at(-1) ? `${tick}\u00a0%` : tick}
          </text>
        </g>
      ))}
      {hours.map(({ hours: key, x, text }) => (
        <text key={key} x={x} y={value.bottom + 16} textAnchor="middle" className="fill-ink-3 text-micro">
          {text}
        </text>
      ))}
      <text x={DELAY_MARGIN.left} y={DELAY_HEIGHT - 3} className="fill-ink-3 text-micro">
        longest wait
      </text>
      <g opacity={faded ? 0.45 : undefined}>
        {ideal !== "" && <path d={ideal} fill="none" stroke="var(--ink-3)" strokeDasharray="2 3" />}
        <path
          d={line}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="2"
          strokeDasharray={measured ? undefined : "6 4"}
        />
        <path d={`M${draft.x} ${draft.y}V${value.bottom}`} stroke="var(--lapis)" strokeDasharray="2 2" />
        {inForce && (
          <circle
            cx={inForce.x}
            cy={inForce.y}
            r="4.5"
            fill="var(--paper)"
            stroke="var(--ink)"
            strokeWidth="1.6"
          />
        )}
        <path
          d={`M${draft.x} ${draft.y - 6.5}l6.5 6.5 -6.5 6.5 -6.5 -6.5z`}
          fill="var(--lapis)"
          stroke="var(--paper)"
          strokeWidth="1.5"
        />
      </g>
      <Text label={labels.ideal} className="fill-ink-3 text-micro" />
      <Text label={labels.inForce} className={`text-small ${faded ? "fill-ink-3" : "fill-ink-2"}`} />
      <Text
        label={labels.draft}
        className={`text-small font-semibold ${faded ? "fill-ink-3" : "fill-lapis"}`}
      />
    </svg>
  );
}

function Text({ label, className }: { label: Label | null; className: string }) {
  if (!label) return null;
  return (
    <text x={label.x} y={label.y} textAnchor={label.anchor} className={className} {...HALO}>
      {label.text}
    </text>
  );
}

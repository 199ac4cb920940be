"use client";
import { memo, useMemo } from "react";
import type { ProfileView } from "#server/domain/carbon/history-view.ts";
import { DataTable } from "./data-table.tsx";
import { intensity } from "./format.ts";
import { Frame } from "./frame.tsx";
import {
  CELL_PX,
  cellTop,
  HEAT_BOTTOM,
  HEAT_LEFT,
  type HeatLayout,
  heatSentence,
  heatWords,
  hourY,
  layoutHeat,
  shortDay,
} from "./heat-map.prepare.ts";
import { HoverArea } from "./hover.tsx";
import { RAMP_STOPS } from "./ramp.ts";

const HEIGHT = HEAT_BOTTOM + 24;
const MIN_WIDTH = 640;

export interface HeatMapProps {
  profile: ProfileView;
  /** As in a sentence: "Germany". */
  name: string;
  /** How many days were asked for. */
  days: number;
}

/** Hour of day by day. The one place with a key to the ramp. */
export function HeatMap({ profile, name, days }: HeatMapProps) {
  return (
    <>
      <Frame
        sentence={`Intensity of ${name} by hour of day over ${profile.days.length} days. ${heatSentence(profile)}`}
        height={HEIGHT}
        minWidth={MIN_WIDTH}
        focus={1}
        caption={<RampKey words={heatWords(profile, days)} />}
        table={<HourTable profile={profile} name={name} />}
      >
        {(width) => <Drawing profile={profile} width={width} />}
      </Frame>
    </>
  );
}

function RampKey({ words }: { words: string }) {
  const stops = RAMP_STOPS.map(({ offset, color }) => `${color} ${offset * 100}%`).join(", ");
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span
        aria-hidden="true"
        className="inline-block h-2 w-[150px]"
        style={{ background: `linear-gradient(to right in oklab, ${stops})` }}
      />
      <span>0 to 450 g/kWh and above</span>
      <span>{words}</span>
    </span>
  );
}

const text = (cell: number | null | "outside" | undefined) => {
  if (typeof cell === "number") return Math.round(cell);
  return cell === null ? "–" : "";
};

function HourTable({ profile: { days }, name }: { profile: ProfileView; name: string }) {
  return (
    <DataTable
      caption={`Intensity of ${name} by day and hour, g/kWh; a dash is an hour without a reading`}
      columns={[
        { head: "Day", cell: (day: ProfileView["days"][number]) => shortDay(day.date) },
        ...Array.from({ length: 24 }, (_, hour) => ({
          head: String(hour).padStart(2, "0"),
          number: true,
          cell: (day: ProfileView["days"][number]) => text(day.hours[hour]),
        })),
      ]}
      rows={days}
      keyOf={({ date }) => date}
    />
  );
}

function Drawing({ profile, width }: { profile: ProfileView; width: number }) {
  const layout = useMemo(() => layoutHeat(profile, width), [profile, width]);
  const size = { width, height: HEIGHT };
  return (
    <HoverArea {...size} left={HEAT_LEFT} right={width}>
      {(x, y) => (
        <svg {...size} className="absolute inset-0 tabular-nums">
          <Cells layout={layout} />
          {x !== null && y !== null && (
            <Hovered x={x} y={y} layout={layout} profile={profile} width={width} />
          )}
        </svg>
      )}
    </HoverArea>
  );
}

const Cells = memo(function Cells({ layout }: { layout: HeatLayout }) {
  return (
    <>
      {layout.shades.map(({ color, d }) => (
        <path key={color} d={d} fill={color} shapeRendering="crispEdges" />
      ))}
      <path d={layout.missing} stroke="var(--control)" />
      <g fontSize={11} fill="var(--ink-3)">
        {[0, 6, 12, 18].map((hour) => (
          <text key={hour} x={HEAT_LEFT - 8} y={hourY(hour)} textAnchor="end">
            {`${String(hour).padStart(2, "0")}:00`}
          </text>
        ))}
        {layout.days.map(({ x, text: name }) => (
          <g key={name}>
            <path d={`M${x} ${HEAT_BOTTOM + 1}v4`} stroke="var(--line-2)" />
            <text x={x} y={HEAT_BOTTOM + 17}>
              {name}
            </text>
          </g>
        ))}
      </g>
    </>
  );
});

interface HoveredProps {
  x: number;
  y: number;
  layout: HeatLayout;
  profile: ProfileView;
  width: number;
}

function Hovered({ x, y, layout, profile, width }: HoveredProps) {
  const found = layout.at(x, y);
  const day = found && profile.days[found.day];
  const cell = day?.hours[found?.hour ?? 0];
  if (!found || !day || cell === "outside") return null;
  const [left, top] = [layout.x(found.day), cellTop(found.hour)];
  const flip = left > width - 170;
  const said = typeof cell === "number" ? intensity(cell) : "no reading";
  return (
    <g fontSize={12}>
      <rect
        x={left}
        y={top}
        width={Math.max(2, layout.cellWidth - 1)}
        height={CELL_PX - 1}
        fill="none"
        stroke="var(--ink)"
        strokeWidth={1.5}
      />
      <text
        x={flip ? left - 6 : left + layout.cellWidth + 6}
        y={Math.max(12, top + 9)}
        textAnchor={flip ? "end" : "start"}
        fill="var(--ink)"
        stroke="var(--paper)"
        strokeWidth={5}
        strokeLinejoin="round"
        paintOrder="stroke"
        fontWeight={550}
      >
        {`${shortDay(day.date)} ${String(found.hour).padStart(2, "0")}:00, ${said}`}
      </text>
    </g>
  );
}

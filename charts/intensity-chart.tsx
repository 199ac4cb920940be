"use client";
import { useId, useMemo, useState } from "react";
import { Area, ComposedChart, Line, XAxis, YAxis } from "recharts";
import type { ZoneDetail } from "#server/domain/carbon/view.ts";
import { DataTable } from "./data-table.tsx";
import { when } from "./format.ts";
import { Frame } from "./frame.tsx";
import {
  type IntensityRow,
  intensityRows,
  intensitySentence,
  type IntensitySeries,
  prepareIntensity,
} from "./intensity-chart.prepare.ts";
import { IntensityHover } from "./intensity-hover.tsx";
import { HEIGHT, layoutIntensity, MARGIN } from "./intensity-layout.prepare.ts";
import { IntensityMarks, IntensityUnder } from "./intensity-marks.tsx";
import { RAMP_STOPS, RAMP_TOP_GRAMS } from "./ramp.ts";
import { stepPoints } from "./slots.ts";

const MIN_WIDTH = 860;
/** Now stands two thirds along: two days back, one ahead. */
const NOW_AT = 2 / 3;

export interface IntensityChartProps {
  zone: ZoneDetail;
  /** As in a sentence: "Germany". */
  name: string;
  now: Date;
  timeZone: string;
}

/** Measured solid, expected broken, gaps as gaps. */
export function IntensityChart({ zone, name, now, timeZone }: IntensityChartProps) {
  const series = useMemo(() => prepareIntensity(zone, now), [zone, now]);
  const rows = useMemo(() => intensityRows(series), [series]);
  return (
    <Frame
      sentence={intensitySentence(name, series, now, timeZone)}
      height={HEIGHT}
      minWidth={MIN_WIDTH}
      focus={NOW_AT}
      table={
        <DataTable
          caption={`Carbon intensity of ${name}, g/kWh`}
          columns={columns(now, timeZone)}
          rows={rows}
          keyOf={(row) => row.at.toISOString()}
        />
      }
    >
      {(width) => <Drawing series={series} now={now} timeZone={timeZone} width={width} />}
    </Frame>
  );
}

const whole = (value: number | null, missing: string) => (value === null ? missing : Math.round(value));

const columns = (now: Date, timeZone: string) => [
  { head: "From", cell: (row: IntensityRow) => when(row.at, now, timeZone) },
  {
    head: "Measured, g/kWh",
    cell: (row: IntensityRow) => whole(row.measured, row.at < now ? "no reading" : ""),
    number: true,
  },
  { head: "Forecast, g/kWh", cell: (row: IntensityRow) => whole(row.forecast, ""), number: true },
  {
    head: "8 in 10 outcomes",
    cell: (row: IntensityRow) =>
      row.low === null || row.high === null ? "" : `${Math.round(row.low)} to ${Math.round(row.high)}`,
    number: true,
  },
];

interface DrawingProps {
  series: IntensitySeries;
  now: Date;
  timeZone: string;
  width: number;
}

function Drawing({ series, now, timeZone, width }: DrawingProps) {
  const id = useId();
  const [hovered, setHovered] = useState<number | null>(null);
  const layout = useMemo(() => layoutIntensity(series, now, timeZone, width), [series, now, timeZone, width]);
  const lines = useMemo(
    () => ({
      measured: stepPoints(series.measured, (slot) => slot.value),
      forecast: stepPoints(series.forecast, (slot) => slot.value),
      past: stepPoints(series.pastForecast, (slot) => slot.value),
      band: stepPoints(series.band, (slot): [number, number] => [slot.low, slot.high]),
    }),
    [series],
  );
  const size = { width, height: HEIGHT };
  const { time, value } = layout;
  const common = {
    dataKey: "value",
    type: "stepAfter",
    connectNulls: false,
    isAnimationActive: false,
  } as const;
  const drawn = { ...common, dot: false, activeDot: false, fill: "none" } as const;
  return (
    <div
      onPointerMove={(event) => {
        const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
        setHovered(x >= time.left && x <= time.right ? x : null);
      }}
      onPointerLeave={() => setHovered(null)}
      style={size}
    >
      <svg {...size} className="absolute inset-0">
        <IntensityUnder layout={layout} series={series} timeZone={timeZone} />
      </svg>
      <ComposedChart {...size} margin={MARGIN} accessibilityLayer={false} className="absolute! inset-0">
        <defs>
          <linearGradient
            id={id}
            gradientUnits="userSpaceOnUse"
            x1={0}
            x2={0}
            y1={value.y(0)}
            y2={value.y(RAMP_TOP_GRAMS)}
          >
            {RAMP_STOPS.map(({ offset, color }) => (
              <stop key={offset} offset={offset} stopColor={color} />
            ))}
          </linearGradient>
        </defs>
        <XAxis hide type="number" dataKey="at" domain={[time.from, time.to]} allowDataOverflow />
        <YAxis hide type="number" domain={[0, value.max]} allowDataOverflow />
        <Area
          {...common}
          data={lines.band}
          stroke="none"
          fill="var(--ink)"
          fillOpacity={0.07}
          activeDot={false}
        />
        <Line {...drawn} data={lines.past} stroke="var(--ink-3)" strokeWidth={1} strokeDasharray="2 3" />
        <Line
          {...drawn}
          data={lines.measured}
          stroke={`url(#${id})`}
          strokeWidth={2.5}
          strokeLinejoin="round"
        />
        <Line
          {...drawn}
          data={lines.forecast}
          stroke={`url(#${id})`}
          strokeWidth={2.5}
          strokeDasharray="6 4"
        />
      </ComposedChart>
      <svg {...size} className="pointer-events-none absolute inset-0 tabular-nums">
        <IntensityMarks layout={layout} now={now} quiet={hovered !== null} />
        {hovered !== null && (
          <IntensityHover x={hovered} layout={layout} series={series} now={now} timeZone={timeZone} />
        )}
      </svg>
    </div>
  );
}

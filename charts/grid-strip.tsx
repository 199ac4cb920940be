"use client";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import { clock, intensity } from "./format.ts";
import { localHours } from "./hours.ts";
import { type PlannedStart, prepareStrip, type StripRow } from "./grid-strip.prepare.ts";
import { boxOf, place, type Place } from "./place.ts";
import { rampColor } from "./ramp.ts";
import { timeScale, type TimeScale } from "./scale.ts";
import { useWidth } from "./use-width.ts";

export interface GridStripZone {
  zone: ZoneView;
  /** "CISO" */
  code: string;
  planned: readonly PlannedStart[];
}
interface GridStripProps {
  zones: readonly GridStripZone[];
  now: Date;
  timeZone: string;
}

const CELL = 30;
const NARROW = 560;
const WIDE_LAYOUT = { left: 92, first: 58, row: 88, everyHours: 3 };
const NARROW_LAYOUT = { left: 0, first: 72, row: 96, everyHours: 6 };
type Layout = typeof WIDE_LAYOUT;

/** Several grids on one axis, now at the left: where each is clean, and what starts there. */
export function GridStrip({ zones, now, timeZone }: GridStripProps) {
  const [measure, width] = useWidth();
  const layout = width !== undefined && width < NARROW ? NARROW_LAYOUT : WIDE_LAYOUT;
  const height = layout.first - 22 + layout.row * zones.length;
  const rows = zones.map(({ zone, code, planned }) => ({
    zone,
    code,
    row: prepareStrip(zone, planned, now, timeZone),
  }));
  const sentence = rows.map(({ zone, code, row }) => `${code}, ${zoneNow(zone)}: ${row.sentence}`).join(" ");
  return (
    <div
      ref={measure}
      role="img"
      aria-label={`The next 24 hours. ${sentence}`}
      className="[contain:inline-size]"
      style={{ minHeight: height }}
    >
      {width !== undefined && (
        <svg width={width} height={height} className="overflow-visible tabular-nums">
          <Hours layout={layout} now={now} timeZone={timeZone} width={width} height={height} />
          {rows.map(({ zone, code, row }, index) => (
            <Row
              key={zone.zone}
              zone={zone}
              code={code}
              row={row}
              y={layout.first + index * layout.row}
              layout={layout}
              time={scaleOf(now, width, layout)}
            />
          ))}
          <path d={`M${layout.left} 18V${height - 10}`} stroke="var(--ink)" strokeWidth={1.5} />
        </svg>
      )}
    </div>
  );
}

const zoneNow = ({ latest }: ZoneView) => (latest ? intensity(latest.gramsPerKwh) : "no reading");

const scaleOf = (now: Date, width: number, layout: Layout): TimeScale =>
  timeScale(now, new Date(+now + DAY_MS), width, { top: 0, right: 0, bottom: 0, left: layout.left });

interface HoursProps {
  layout: Layout;
  now: Date;
  timeZone: string;
  width: number;
  height: number;
}

function Hours({ layout, now, timeZone, width, height }: HoursProps) {
  const time = scaleOf(now, width, layout);
  const hours = localHours(now, new Date(time.to), timeZone)
    .map(({ at, hour }) => ({ at, hour, x: time.x(at) }))
    .filter(({ hour, x }) => hour % layout.everyHours === 0 && x - time.left > 36 && time.right - x > 14);
  return (
    <g fontSize={11} fill="var(--ink-3)" textAnchor="middle">
      {hours.map(({ at, x }) => (
        <g key={+at}>
          <text x={x} y={12}>
            {clock(at, timeZone)}
          </text>
          <path d={`M${x} 18V${height - 10}`} stroke="var(--line)" />
        </g>
      ))}
      <text
        x={time.left}
        y={12}
        fontWeight={600}
        fill="var(--ink)"
        textAnchor={layout.left === 0 ? "start" : "middle"}
      >
        now
      </text>
    </g>
  );
}

interface RowProps {
  zone: ZoneView;
  code: string;
  row: StripRow;
  y: number;
  layout: Layout;
  time: TimeScale;
}

function Row({ zone, code, row, y, layout, time }: RowProps) {
  const narrow = layout.left === 0;
  return (
    <g>
      {narrow ? (
        <text x={8} y={y - 32} fontSize={13} fill="var(--ink-2)">
          <tspan fontWeight={600} fill="var(--ink)">
            {code}
          </tspan>
          {"\u2002"}
          {zoneNow(zone)}
        </text>
      ) : (
        <>
          <text y={y + 12} fontSize={13} fontWeight={600} fill="var(--ink)">
            {code}
          </text>
          <text y={y + 28} fontSize={12} fill="var(--ink-3)">
            {zoneNow(zone)}
          </text>
        </>
      )}
      {row.cells.length === 0 && (
        <path
          d={`M${time.left + 8} ${y + CELL}H${time.right}`}
          stroke="var(--control)"
          strokeDasharray="2 3"
        />
      )}
      {row.cells.map(({ from, to, value }) => (
        <rect
          key={from}
          x={time.x(from) + 0.5}
          y={y}
          width={Math.max(0.5, time.x(to) - time.x(from) - 1)}
          height={CELL}
          fill={rampColor(value)}
        />
      ))}
      {row.windows.map(({ from, to }) => (
        <path
          key={from}
          d={`M${time.x(from) + 1} ${y - 4}v-4H${time.x(to) - 1}v4`}
          fill="none"
          stroke="var(--window)"
          strokeWidth={2}
        />
      ))}
      <Sentences row={row} time={time} y={y - 14} narrow={narrow} />
      {row.starts.map(({ at }) => (
        <path key={at} d={`M${time.x(at)} ${y + CELL + 3}l-4 7h8z`} fill="var(--ink)" />
      ))}
    </g>
  );
}

/** Over the first window in full; over the others their hours, where there is room. */
function Sentences({ row, time, y, narrow }: { row: StripRow; time: TimeScale; y: number; narrow: boolean }) {
  const indent = row.windows.length === 0 || (row.windows[0]?.from ?? 0) <= time.from ? 8 : 0;
  const wanted = narrow ? 8 : time.x(row.sentenceAt) + indent;
  const long = boxOf({ x: wanted, y, anchor: "start", text: row.sentence }, 12);
  const over = Math.max(0, long.right - time.right);
  const x = Math.max(time.left + 8, wanted - over);
  const taken = [{ ...long, left: x - 12, right: x + long.right - long.left + 12 }];
  const bounds = { left: time.left, right: time.right, top: -Infinity, bottom: Infinity };
  const others = (narrow ? [] : row.windows.slice(1)).flatMap(({ from, to, hours }) => {
    const places: Place[] = [
      { x: time.x(from), y, anchor: "start" },
      { x: time.x(to), y, anchor: "end" },
    ];
    return place(hours, 12, places, taken, bounds) ?? [];
  });
  return (
    <g fontSize={12} fill="var(--ink)">
      <text x={x} y={y}>
        {row.sentence}
      </text>
      {others.map((label) => (
        <text key={label.x} x={label.x} y={y} textAnchor={label.anchor}>
          {label.text}
        </text>
      ))}
    </g>
  );
}

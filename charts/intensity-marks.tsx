import { TimeAxis, ValueAxis } from "./axes.tsx";
import type { IntensitySeries } from "./intensity-chart.prepare.ts";
import type { IntensityLayout, LabelKind, ReleaseMark } from "./intensity-layout.prepare.ts";

interface UnderProps {
  layout: IntensityLayout;
  series: IntensitySeries;
  timeZone: string;
}

/** What lies under the lines: windows, ruled paper, the limit, and where nothing was read. */
export function IntensityUnder({ layout: { time, value }, series, timeZone }: UnderProps) {
  return (
    <>
      {series.windows.map(({ from, to }) => {
        const [left, right] = [time.x(from), time.x(to)];
        return (
          <g key={from}>
            <rect
              x={left}
              y={value.top}
              width={right - left}
              height={value.bottom - value.top}
              fill="var(--window-wash)"
            />
            <path d={`M${left} ${value.top}H${right}`} stroke="var(--window)" strokeWidth={3} />
          </g>
        );
      })}
      <ValueAxis time={time} value={value} />
      <TimeAxis time={time} y={value.bottom} timeZone={timeZone} everyHours={6} days />
      {series.gaps.map(({ from, to }) => (
        <path
          key={from}
          d={`M${time.x(from)} ${value.bottom - 4}H${time.x(to)}`}
          stroke="var(--control)"
          strokeWidth={1.5}
          strokeDasharray="2 2"
        />
      ))}
      {series.limit && (
        <path d={`M${time.left} ${value.y(series.limit.value)}H${time.right}`} stroke="var(--ink)" />
      )}
    </>
  );
}

const TEXT: Record<LabelKind, { fill: string; fontWeight?: number }> = {
  now: { fill: "var(--ink)", fontWeight: 600 },
  window: { fill: "var(--window)", fontWeight: 550 },
  line: { fill: "var(--ink)", fontWeight: 550 },
  limit: { fill: "var(--ink)" },
  note: { fill: "var(--ink)" },
  quiet: { fill: "var(--ink-3)" },
};

/** What lies over the lines: releases, words, now. */
export function IntensityMarks({
  layout,
  now,
  quiet,
}: {
  layout: IntensityLayout;
  now: Date;
  quiet: boolean;
}) {
  const { time, value, labels, releases } = layout;
  const x = time.x(now);
  return (
    <>
      <path d={`M${x} ${value.top - 16}V${value.bottom}`} stroke="var(--ink)" strokeWidth={1.5} />
      <g opacity={quiet ? 0.25 : 1}>
        {releases.map((mark) => (
          <Release key={`${mark.x} ${mark.planned}`} {...mark} />
        ))}
        {labels.map(({ kind, text, x: left, y, anchor }) => (
          <text key={`${text} ${left}`} x={left} y={y} textAnchor={anchor} fontSize={12} {...TEXT[kind]}>
            {text}
          </text>
        ))}
      </g>
    </>
  );
}

/** Points at the line: filled happened, hollow planned, a number when several. */
function Release({ x, y, count, planned }: ReleaseMark) {
  return (
    <>
      <path
        d={`M${x} ${y - 5}l-5 -9h10z`}
        fill={planned ? "var(--paper)" : "var(--ink)"}
        stroke="var(--ink)"
        strokeWidth={planned ? 1.3 : 0}
      />
      {count > 1 && (
        <text
          x={x}
          y={y - 19}
          textAnchor="middle"
          fontSize={11}
          fontWeight={600}
          fill="var(--ink)"
          stroke="var(--paper)"
          strokeWidth={3}
          paintOrder="stroke"
        >
          {count}
        </text>
      )}
    </>
  );
}

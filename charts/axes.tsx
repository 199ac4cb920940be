import { clock } from "./format.ts";
import { localDays, localHours } from "./hours.ts";
import type { TimeScale, ValueScale } from "./scale.ts";

interface ValueAxisProps {
  time: TimeScale;
  value: ValueScale;
  /** The lowest tick may carry the unit: "0 g". */
  text?: (tick: number) => string;
}

/** Hairlines from zero up, each with its number; no frame. */
export function ValueAxis({ time, value, text = String }: ValueAxisProps) {
  return (
    <g>
      {value.ticks.map((tick) => (
        <g key={tick}>
          <path
            d={`M${time.left} ${value.y(tick)}H${time.right}`}
            stroke={tick === 0 ? "var(--control)" : "var(--line)"}
          />
          <text x={time.left - 8} y={value.y(tick) + 4} textAnchor="end" fontSize={11} fill="var(--ink-3)">
            {text(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

interface TimeAxisProps {
  time: TimeScale;
  y: number;
  timeZone: string;
  everyHours: number;
  days?: boolean;
}

const DAY_TEXT_PX = 72;

/** Hours of the viewer's day; each midnight is a longer tick with the name of its day. */
export function TimeAxis({ time, y, timeZone, everyHours, days = false }: TimeAxisProps) {
  const [from, to] = [new Date(time.from), new Date(time.to)];
  const hours = localHours(from, to, timeZone).filter(({ hour }) => hour % everyHours === 0);
  return (
    <g fontSize={11} className="tabular-nums">
      {hours.map(({ at, hour }) => {
        const x = time.x(at);
        const midnight = days && hour === 0;
        const room = midnight ? time.right - x > 36 : time.right - x > 16 && x - time.left > 8;
        return (
          <g key={+at}>
            <path d={`M${x} ${y}v${midnight ? 22 : 5}`} stroke="var(--line-2)" />
            {room && (
              <text
                x={midnight ? x + 5 : x}
                y={y + 17}
                textAnchor={midnight ? "start" : "middle"}
                fill="var(--ink-3)"
              >
                {clock(at, timeZone)}
              </text>
            )}
          </g>
        );
      })}
      {days &&
        localDays(from, to, timeZone).map(({ at, text }, index, all) => {
          const x = time.x(at) + (index === 0 ? 0 : 5);
          const until = all[index + 1] ? time.x(all[index + 1]?.at ?? to) : time.right;
          return until - x < DAY_TEXT_PX ? null : (
            <text key={text} x={x} y={y + 33} fontWeight={600} fill="var(--ink)">
              {text}
            </text>
          );
        })}
    </g>
  );
}

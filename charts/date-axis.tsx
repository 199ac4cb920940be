import { dateTicks } from "./days.ts";
import type { TimeScale } from "./scale.ts";

interface DateAxisProps {
  time: TimeScale;
  y: number;
  timeZone: string;
}

/** Days, Mondays or months of the viewer's calendar, whichever there is room for. */
export function DateAxis({ time, y, timeZone }: DateAxisProps) {
  const ticks = dateTicks(new Date(time.from), new Date(time.to), timeZone, time.right - time.left);
  return (
    <g fontSize={11} className="tabular-nums" fill="var(--ink-3)">
      {ticks.map(({ at, text }) => {
        const x = time.x(at);
        return (
          <g key={+at}>
            <path d={`M${x} ${y}v8`} stroke="var(--line-2)" />
            {time.right - x > 7 * text.length && (
              <text x={x + 4} y={y + 17}>
                {text}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

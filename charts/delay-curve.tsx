"use client";
import { percent } from "./format.ts";
import { Frame } from "./frame.tsx";
import { valueScale } from "./scale.ts";

export interface DelayPoint {
  delayHours: number;
  savingPercent: number;
}
interface DelayCurveProps {
  points: readonly DelayPoint[];
  /** Where the draft stands; beside it, hollow, what is in force. */
  draft: DelayPoint;
  inForce: DelayPoint | undefined;
}

const HEIGHT = 196;
const MARGIN = { top: 18, right: 16, bottom: 34, left: 38 };
const HOURS = [0, 12, 24, 36, 48];
const NBSP = "\u00a0";

/** What a Job submitted now would save, by the longest wait it is allowed. */
export function DelayCurve({ points, draft, inForce }: DelayCurveProps) {
  const most = Math.max(10, ...points.map(({ savingPercent }) => savingPercent));
  return (
    <Frame
      sentence={`Saving by longest wait. With ${draft.delayHours} h a Job submitted now saves ${percent(draft.savingPercent)}.`}
      height={HEIGHT}
      caption="By the forecast of now; a Job submitted later finds another one."
      table={<PointTable points={points} />}
    >
      {(width) => {
        const y = valueScale(most, HEIGHT, MARGIN);
        const longest = HOURS.at(-1) ?? 48;
        const x = (hours: number) =>
          MARGIN.left + (Math.min(longest, hours) / longest) * (width - MARGIN.left - MARGIN.right);
        const path = points
          .map(
            ({ delayHours, savingPercent }, index) =>
              `${index ? "L" : "M"}${x(delayHours)} ${y.y(savingPercent)}`,
          )
          .join("");
        const end = x(draft.delayHours) > width * 0.6;
        return (
          <svg width={width} height={HEIGHT} aria-hidden="true" className="block overflow-visible">
            {y.ticks.map((tick) => (
              <g key={tick}>
                <path
                  d={`M${MARGIN.left} ${y.y(tick)}H${width - MARGIN.right}`}
                  stroke={tick ? "var(--line)" : "var(--control)"}
                />
                <text
                  x={MARGIN.left - 8}
                  y={y.y(tick) + 4}
                  textAnchor="end"
                  className="fill-ink-3 text-micro"
                >
                  {tick === y.ticks.at(-1) ? `${tick}${NBSP}%` : tick}
                </text>
              </g>
            ))}
            {HOURS.map((hours) => (
              <text
                key={hours}
                x={x(hours)}
                y={HEIGHT - MARGIN.bottom + 16}
                textAnchor="middle"
                className="fill-ink-3 text-micro"
              >
                {hours === longest ? `${hours}${NBSP}h` : hours}
              </text>
            ))}
            <text x={MARGIN.left} y={HEIGHT - 3} className="fill-ink-3 text-micro">
              longest wait
            </text>
            <path d={path} fill="none" stroke="var(--ink)" strokeWidth="2" strokeDasharray="6 4" />
            {inForce && (
              <circle
                cx={x(inForce.delayHours)}
                cy={y.y(inForce.savingPercent)}
                r="4.5"
                fill="var(--paper)"
                stroke="var(--ink)"
                strokeWidth="1.6"
              />
            )}
            <path
              d={`M${x(draft.delayHours)} ${y.y(draft.savingPercent) - 6.5}l6.5 6.5 -6.5 6.5 -6.5 -6.5z`}
              fill="var(--lapis)"
              stroke="var(--paper)"
              strokeWidth="1.5"
            />
            <text
              x={x(draft.delayHours) + (end ? -10 : 10)}
              y={Math.min(HEIGHT - MARGIN.bottom - 6, y.y(draft.savingPercent) + 20)}
              textAnchor={end ? "end" : "start"}
              stroke="var(--paper)"
              strokeWidth="4"
              paintOrder="stroke"
              className="fill-lapis text-small font-semibold"
            >
              {`${inForce ? "draft, " : ""}${draft.delayHours}${NBSP}h, ${percent(draft.savingPercent)}`}
            </text>
          </svg>
        );
      }}
    </Frame>
  );
}

function PointTable({ points }: { points: readonly DelayPoint[] }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Longest wait</th>
          <th scope="col" className="number">
            Saves
          </th>
        </tr>
      </thead>
      <tbody>
        {points.map(({ delayHours, savingPercent }) => (
          <tr key={delayHours}>
            <td>
              {delayHours}
              {NBSP}h
            </td>
            <td className="number">{percent(savingPercent)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

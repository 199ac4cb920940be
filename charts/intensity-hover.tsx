import { clock, when } from "./format.ts";
import type { IntensitySeries } from "./intensity-chart.prepare.ts";
import { HEIGHT, type IntensityLayout } from "./intensity-layout.prepare.ts";
import { spread } from "./spread.ts";
import { slotAt } from "./slots.ts";

interface IntensityHoverProps {
  x: number;
  layout: IntensityLayout;
  series: IntensitySeries;
  now: Date;
  timeZone: string;
}

const LINE = 16;

/** A hairline with the values at the lines it crosses. */
export function IntensityHover({ x, layout: { time, value }, series, now, timeZone }: IntensityHoverProps) {
  const at = +time.at(x);
  const measured = slotAt(series.measured, at);
  const foreseen = slotAt(series.forecast, at) ?? slotAt(series.pastForecast, at);
  const band = slotAt(series.band, at);
  const slot = measured ?? foreseen;
  const outcomes = band ? `, ${Math.round(band.low)} to ${Math.round(band.high)}` : "";
  const values = [
    measured && { y: value.y(measured.value), text: `${Math.round(measured.value)} measured` },
    foreseen && {
      y: value.y(foreseen.value),
      text: `${Math.round(foreseen.value)} ${measured ? "was forecast" : "forecast"}${outcomes}`,
    },
  ].filter((item) => item !== undefined);
  const texts = spread(
    values.map((item) => item.y),
    LINE,
  );
  const flip = x > time.right - 190;
  const label = slot
    ? `${when(new Date(slot.from), now, timeZone)} to ${clock(new Date(slot.to), timeZone)}`
    : `${when(new Date(at), now, timeZone)}, no reading`;
  const side = { x: flip ? x - 9 : x + 9, textAnchor: flip ? "end" : "start" } as const;
  const halo = {
    stroke: "var(--paper)",
    strokeWidth: 4,
    paintOrder: "stroke",
    strokeLinejoin: "round",
  } as const;
  return (
    <g fontSize={12} fill="var(--ink)">
      <path d={`M${x} ${value.top - 16}V${value.bottom}`} stroke="var(--control)" />
      {values.map(({ y, text }, index) => (
        <g key={text}>
          <circle cx={x} cy={y} r={3.5} fill="var(--ink)" stroke="var(--paper)" strokeWidth={1.5} />
          <text {...side} {...halo} y={(texts[index] ?? y) + 4} fontWeight={550}>
            {text}
          </text>
        </g>
      ))}
      <text {...side} {...halo} y={HEIGHT - 58} fill="var(--ink-2)">
        {label}
      </text>
    </g>
  );
}

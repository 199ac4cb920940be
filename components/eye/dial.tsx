import { rampColor } from "#charts/ramp.ts";
import { arc, radial, round, sector } from "#charts/polar.ts";
import { type EyeModel, fibresOf } from "./eye.prepare.ts";
import type { DialGeometry } from "./geometry.ts";
import type { Tick } from "./rim.prepare.ts";

type Part = { model: EyeModel; geometry: DialGeometry };

/** Length of a fibre, outward; from zero. */
export const fibreRadius = ({ model: { scale }, geometry: { fibres } }: Part, grams: number): number =>
  round(fibres.from + (fibres.to - fibres.from) * Math.min(1, grams / scale));

const plateRadius = ({ model: { scale }, geometry: { plates } }: Part, grams: number): number =>
  round(plates.from - (plates.from - plates.to) * Math.min(1, grams / scale));

/** The hairline at the rim with its hours, and the green windows on it. */
export function Rim({ model, geometry, ticks }: Part & { ticks: readonly Tick[] }) {
  const { rim, rimWidth, tick } = geometry;
  const lines = (major: boolean) =>
    ticks
      .filter((mark) => mark.major === major)
      .map((mark) => radial(rim - tick.inner, rim + (major ? tick.major : tick.outer), mark.degrees))
      .join("");
  return (
    <>
      <circle r={rim} fill="none" stroke="var(--line-2)" />
      <path d={lines(false)} stroke="var(--line-2)" />
      <path d={lines(true)} stroke="var(--control)" />
      {model.windows.map(({ from, to }) => (
        <path
          key={from}
          d={to - from >= 360 ? arc(rim, 0, 360) : arc(rim, from + 0.4, Math.max(from + 0.5, to - 0.4))}
          fill="none"
          stroke="var(--window)"
          strokeWidth={model.state === "known" ? rimWidth : 1.4}
        />
      ))}
    </>
  );
}

/** Forecast, outward: hairlines as long as their grams, one path a colour. */
export function Fibres({ model, geometry }: Part) {
  const byColor = new Map<string, string>();
  for (const { degrees, gramsPerKwh } of fibresOf(model.slots, geometry.fibres.count)) {
    const color = rampColor(gramsPerKwh);
    const line = radial(geometry.fibres.from, fibreRadius({ model, geometry }, gramsPerKwh), degrees);
    byColor.set(color, (byColor.get(color) ?? "") + line);
  }
  return (
    <g strokeWidth={2.2} opacity={model.state === "stale" ? 0.45 : undefined}>
      {[...byColor].map(([color, d]) => (
        <path key={color} d={d} stroke={color} />
      ))}
    </g>
  );
}

/** 8 in 10 outcomes, flat and grey, behind the fibres. */
export function Band({ model, geometry }: Part) {
  const d = model.slots
    .map(({ from, to, low, high }) => {
      if (low === null || high === null) return "";
      const outer = Math.min(geometry.fibres.to + 4, fibreRadius({ model, geometry }, high) + 0.01);
      return sector(fibreRadius({ model, geometry }, low), outer, from, to);
    })
    .join("");
  return d && <path d={d} fill="var(--ink)" opacity={0.07} />;
}

/** Measured, inward: one wedge a reading; a gap is a missing wedge with a dotted base. */
export function Plates({ model, geometry, length }: Part & { length: "grams" | "even" }) {
  const { plates, gapRadius, gapDash } = geometry;
  return (
    <>
      {model.plates.map(({ from, to, gramsPerKwh }) => {
        const apart = Math.min(length === "even" ? 0.6 : 0.45, (to - from) / 8);
        const inner = length === "even" ? plates.to : plateRadius({ model, geometry }, gramsPerKwh);
        return (
          <path
            key={to}
            d={sector(inner, plates.from, from + apart, to - apart)}
            fill={rampColor(gramsPerKwh)}
          />
        );
      })}
      {model.gaps.map(({ from, to }) => {
        const apart = Math.min(2, (to - from) / 4);
        return (
          <path
            key={to}
            d={arc(gapRadius, from + apart, to - from >= 360 ? to + apart : to - apart)}
            fill="none"
            stroke="var(--control)"
            strokeDasharray={gapDash}
          />
        );
      })}
    </>
  );
}

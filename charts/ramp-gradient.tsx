import { RAMP_STOPS, RAMP_TOP_GRAMS } from "./ramp.ts";
import type { ValueScale } from "./scale.ts";

/** Paints a line by its height, so that height and colour agree: `stroke="url(#id)"`. */
export function RampGradient({ id, value }: { id: string; value: ValueScale }) {
  return (
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
  );
}

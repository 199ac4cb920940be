import { type SVGProps, useMemo } from "react";
import { radial } from "#charts/polar.ts";
import { Iris, Slit } from "./core.tsx";
import { fibreRadius, Fibres, Plates, Rim } from "./dial.tsx";
import type { EyeModel } from "./eye.prepare.ts";
import { MEDIUM } from "./geometry.ts";
import { hourTicks } from "./rim.prepare.ts";
import { Turn } from "./turn.tsx";

interface MediumEyeProps {
  id: string;
  model: EyeModel;
  now: Date;
  timeZone: string;
  svg: SVGProps<SVGSVGElement>;
}

/** 48 to 219 px: no text, no band; what it says in numbers stands beside it. */
export function MediumEye({ id, model, now, timeZone, svg }: MediumEyeProps) {
  const geometry = MEDIUM;
  const part = { model, geometry };
  const ticks = useMemo(() => hourTicks(now, timeZone), [now, timeZone]);
  const start = model.job?.start ?? null;
  return (
    <svg viewBox="-60 -60 120 120" {...svg}>
      <Turn now={now}>
        <Rim {...part} ticks={ticks} />
        <Fibres {...part} />
        <Plates {...part} length="even" />
        {start !== null && (
          <path d={radial(geometry.rim - 9, geometry.rim + 5, start)} stroke="var(--ink)" strokeWidth={2} />
        )}
      </Turn>
      {model.limit !== null && (
        <circle
          r={fibreRadius(part, model.limit)}
          fill="none"
          stroke="var(--ink)"
          strokeWidth={geometry.edge.ring}
        />
      )}
      <Iris model={model} radius={geometry.iris} id={id} threads={false} />
      <Slit {...part} />
    </svg>
  );
}

import { type SVGProps, useMemo } from "react";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { radial } from "#charts/polar.ts";
import { Iris, Slit } from "./core.tsx";
import { Band, fibreRadius, Fibres, Plates, Rim } from "./dial.tsx";
import type { EyeModel } from "./eye.prepare.ts";
import { FULL } from "./geometry.ts";
import { limitText } from "./limit.prepare.ts";
import { hourTicks, rimLabels } from "./rim.prepare.ts";
import { Turn } from "./turn.tsx";

interface FullEyeProps {
  id: string;
  model: EyeModel;
  zone: ZoneView;
  now: Date;
  timeZone: string;
  size: number;
  svg: SVGProps<SVGSVGElement>;
}

/** 220 px and up: everything. */
export function FullEye({ id, model, zone, now, timeZone, size, svg }: FullEyeProps) {
  const geometry = FULL;
  const part = { model, geometry };
  // text keeps its 12 px however small the drawing
  const fontSize = 12 * Math.max(1, 336 / size);
  const { ticks, labels } = useMemo(
    () => ({
      ticks: hourTicks(now, timeZone),
      labels: rimLabels(model.windows, now, timeZone, fontSize),
    }),
    [model, now, timeZone, fontSize],
  );
  const ring = model.limit === null ? null : fibreRadius(part, model.limit);
  const written = ring === null ? null : limitText(model.windows, ring, fontSize);
  const start = model.job?.start ?? null;
  return (
    <svg viewBox="-180 -180 360 360" overflow="visible" {...svg}>
      <Turn now={now}>
        <Rim {...part} ticks={ticks} />
        <Band {...part} />
        <Fibres {...part} />
        <Plates {...part} length="grams" />
        {start !== null && (
          <path d={radial(geometry.rim - 9, geometry.rim + 5, start)} stroke="var(--ink)" strokeWidth={2} />
        )}
      </Turn>
      {ring !== null && <circle r={ring} fill="none" stroke="var(--ink)" strokeWidth={geometry.edge.ring} />}
      {written && (
        <>
          <path id={`${id}limit`} d={written} fill="none" />
          <text
            fontSize={fontSize * 0.95}
            fill="var(--ink)"
            stroke="var(--paper)"
            strokeWidth={3}
            paintOrder="stroke"
          >
            <textPath href={`#${id}limit`} startOffset="50%" textAnchor="middle">
              limit {Math.round(zone.limit?.gramsPerKwh ?? 0)}
              {"\u00a0"}g
            </textPath>
          </text>
        </>
      )}
      <Iris model={model} radius={geometry.iris} id={id} threads />
      <Slit {...part} />
      {labels.map(({ x, y, text, strong }) => (
        <text
          key={`${text}${x}`}
          x={x}
          y={y}
          textAnchor="middle"
          fontSize={fontSize}
          fontWeight={strong ? 600 : 400}
          fill={strong ? "var(--ink)" : "var(--ink-3)"}
          className="tabular-nums"
        >
          {text}
        </text>
      ))}
    </svg>
  );
}

import { rampColor } from "#charts/ramp.ts";
import { lens, radial } from "#charts/polar.ts";
import type { EyeModel } from "./eye.prepare.ts";
import type { DialGeometry } from "./geometry.ts";

const THREADS = Array.from({ length: 72 }, (_, index) => index);

/** The iris: a disc in the colour of now; hatched when stale; a dashed ring when nothing is known. */
export function Iris({
  model,
  radius,
  id,
  threads,
}: {
  model: EyeModel;
  radius: number;
  id: string;
  threads: boolean;
}) {
  if (model.gramsPerKwh === null)
    return <circle r={radius} fill="none" stroke="var(--control)" strokeWidth={1.2} strokeDasharray="3 4" />;
  const color = rampColor(model.gramsPerKwh);
  if (model.state === "stale")
    return (
      <>
        <pattern id={id} width={4} height={4} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V4" stroke={color} strokeWidth={1.6} />
        </pattern>
        <circle r={radius} fill={`url(#${id})`} stroke={color} strokeDasharray="3 3" />
      </>
    );
  return (
    <>
      <circle r={radius} fill={color} className="transition-[fill] duration-(--t-iris) ease-out" />
      {threads && (
        <path
          d={THREADS.map((n) => radial(radius * (n % 2 ? 0.62 : 0.44), radius - 0.5, n * 5 + 2.5)).join("")}
          stroke="var(--paper)"
          strokeWidth={0.7}
          opacity={0.28}
        />
      )}
    </>
  );
}

/** Now: upright, always; wide while a window is open; hollow while nothing can be decided by it. */
export function Slit({ model, geometry }: { model: EyeModel; geometry: DialGeometry }) {
  const { slit, rim, edge } = geometry;
  const seeing = model.state === "known" && model.slots.length > 0;
  const shape = lens(model.open ? slit.wide : slit.narrow, slit.height);
  const line = `M0 ${-slit.height + edge.overRim / 2}V${-(rim + edge.overRim)}`;
  return (
    <>
      <path d={shape} fill="var(--paper)" stroke="var(--paper)" strokeWidth={edge.halo} />
      <path
        d={shape}
        fill={seeing ? "var(--pupil)" : "var(--paper)"}
        stroke={seeing ? "var(--pupil-edge)" : "var(--ink-3)"}
        strokeWidth={edge.slit}
      />
      <path d={line} stroke="var(--paper)" strokeWidth={edge.lineHalo} />
      <path d={line} stroke="var(--ink)" strokeWidth={edge.line} />
    </>
  );
}

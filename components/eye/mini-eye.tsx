import type { SVGProps } from "react";
import { rampColor } from "#charts/ramp.ts";
import { arc, lens, radial } from "#charts/polar.ts";
import type { EyeModel } from "./eye.prepare.ts";
import { MINI } from "./geometry.ts";

/** 16 to 47 px: rim, iris, slit. Beside a Job its window is thick, others thin, the deadline a tick. */
export function MiniEye({ model, svg }: { model: EyeModel; svg: SVGProps<SVGSVGElement> }) {
  const { rim, rimWidth, slit } = MINI;
  const { job } = model;
  return (
    <svg viewBox="-12.4 -12.4 24.8 24.8" {...svg}>
      <circle r={rim} fill="none" stroke="var(--line-2)" />
      {model.windows.map(({ from, to, mine }) => (
        <path
          key={from}
          d={arc(rim, from, to)}
          fill="none"
          stroke="var(--window)"
          strokeWidth={mine && model.state === "known" ? rimWidth : 1.4}
        />
      ))}
      {job?.run && (
        <path d={arc(rim, job.run.from, job.run.to)} fill="none" stroke="var(--ink)" strokeWidth={2.4} />
      )}
      {job?.deadline != null && (
        <>
          <path d={radial(8.4, 12.2, job.deadline)} stroke="var(--paper)" strokeWidth={3} />
          <path d={radial(8.4, 12.2, job.deadline)} stroke="var(--ink)" strokeWidth={1.5} />
        </>
      )}
      <MiniIris model={model} />
      <path
        d={lens(model.open ? slit.wide : slit.narrow, slit.height)}
        fill={model.state === "known" ? "var(--pupil)" : "var(--ink-3)"}
      />
    </svg>
  );
}

function MiniIris({ model: { gramsPerKwh, state } }: { model: EyeModel }) {
  if (gramsPerKwh === null)
    return <circle r={6.6} fill="none" stroke="var(--control)" strokeWidth={1.2} strokeDasharray="1.5 1.5" />;
  const color = rampColor(gramsPerKwh);
  if (state === "stale")
    return <circle r={MINI.iris} fill="none" stroke={color} strokeWidth={1.4} strokeDasharray="1.6 1.3" />;
  return <circle r={MINI.iris} fill={color} className="transition-[fill] duration-(--t-iris) ease-out" />;
}

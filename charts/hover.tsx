"use client";
import { type ReactNode, useState } from "react";

interface HoverProps {
  width: number;
  height: number;
  /** Where the pointer counts, px. */
  left: number;
  right: number;
  children: (x: number | null, y: number | null) => ReactNode;
}

/** An area that knows where the pointer is over it; nothing on touch or by keyboard, where the table speaks. */
export function HoverArea({ width, height, left, right, children }: HoverProps) {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  return (
    <div
      style={{ width, height }}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const x = event.clientX - box.left;
        setAt(x >= left && x <= right ? { x, y: event.clientY - box.top } : null);
      }}
      onPointerLeave={() => setAt(null)}
    >
      {children(at?.x ?? null, at?.y ?? null)}
    </div>
  );
}

export interface HoverValue {
  y: number;
  text: string;
}

interface HairlineProps {
  x: number;
  top: number;
  bottom: number;
  right: number;
  /** Their texts stand beside them, moved apart by whoever made them. */
  values: readonly (HoverValue & { textY: number })[];
  label: string;
}

const HALO = {
  stroke: "var(--paper)",
  strokeWidth: 4,
  paintOrder: "stroke",
  strokeLinejoin: "round",
} as const;
const FLIP_PX = 190;

/** A hairline with the values at the lines it crosses. */
export function Hairline({ x, top, bottom, right, values, label }: HairlineProps) {
  const flip = x > right - FLIP_PX;
  const side = { x: flip ? x - 9 : x + 9, textAnchor: flip ? "end" : "start" } as const;
  return (
    <g fontSize={12} fill="var(--ink)">
      <path d={`M${x} ${top - 16}V${bottom}`} stroke="var(--control)" />
      {values.map(({ y, textY, text }) => (
        <g key={text}>
          <circle cx={x} cy={y} r={3.5} fill="var(--ink)" stroke="var(--paper)" strokeWidth={1.5} />
          <text {...side} {...HALO} y={textY + 4} fontWeight={550}>
            {text}
          </text>
        </g>
      ))}
      <text {...side} {...HALO} y={bottom - 12} fill="var(--ink-2)">
        {label}
      </text>
    </g>
  );
}

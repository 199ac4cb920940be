import type { ReactNode } from "react";
import { classes } from "./classes.ts";

/** The ten states of the look, by shape: ready disc, running half disc, working turning arc, waiting lens, ... */
export type Shape =
  | "ready"
  | "running"
  | "working"
  | "waiting"
  | "todo"
  | "done"
  | "drifted"
  | "unreachable"
  | "deleting"
  | "failed";

const RING = { cx: 6, cy: 6, r: 4.6, fill: "none", stroke: "currentColor" } as const;

const SHAPES: Record<Shape, ReactNode> = {
  ready: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  running: (
    <>
      <circle {...RING} strokeWidth="1.4" />
      <path d="M6 1.4A4.6 4.6 0 0 1 6 10.6Z" fill="currentColor" />
    </>
  ),
  working: (
    <g className="turning">
      <circle {...RING} strokeWidth="1.4" opacity=".28" />
      <path d="M6 1.4A4.6 4.6 0 0 1 10.6 6" fill="none" stroke="currentColor" strokeWidth="1.8" />
    </g>
  ),
  waiting: <path d="M6 .6Q11.2 6 6 11.4Q.8 6 6 .6Z" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  todo: <circle {...RING} strokeWidth="1.2" />,
  done: <path d="M2 6.4 4.8 9.2 10.2 3" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  drifted: (
    <>
      <path
        d="M6 1.2 11.2 10.6H.8Z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
      <path d="M6 4.6V7.4M6 8.6V9.4" stroke="currentColor" strokeWidth="1.3" />
    </>
  ),
  unreachable: <circle {...RING} strokeWidth="1.4" strokeDasharray="2 1.6" />,
  deleting: (
    <>
      <circle {...RING} strokeWidth="1.4" />
      <path d="M3.6 6H8.4" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
  failed: (
    <>
      <path d="M3.6.8H8.4L11.2 3.6V8.4L8.4 11.2H3.6L.8 8.4V3.6Z" fill="currentColor" />
      <path d="M4.2 4.2 7.8 7.8M7.8 4.2 4.2 7.8" className="stroke-paper" strokeWidth="1.5" />
    </>
  ),
};

/** The shape alone, 12 px. Beside it there is always a word. */
export function Glyph({ shape, className }: { shape: Shape; className?: string }) {
  return (
    <svg
      width="12"
      height="12"
      viewBox="0 0 12 12"
      aria-hidden="true"
      className={classes("flex-none", shape === "failed" && "text-crimson", className)}
    >
      {SHAPES[shape]}
    </svg>
  );
}

/** A shape and a word. Only Failed is coloured. */
export function Status({
  shape,
  children,
  className,
}: {
  shape: Shape;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={classes(
        "inline-flex items-center gap-[7px] whitespace-nowrap",
        shape === "failed" && "text-crimson",
        className,
      )}
    >
      <Glyph shape={shape} />
      {children}
    </span>
  );
}

/** A small word with an edge: "simulated", at the name, everywhere. */
export function Tag({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={classes(
        "inline-block rounded-1 border border-line-2 px-[5px] text-micro leading-4 font-normal tracking-normal whitespace-nowrap text-ink-2",
        className,
      )}
    >
      {children}
    </span>
  );
}

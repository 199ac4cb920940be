"use client";
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import { useWidth } from "./use-width.ts";

export interface FrameProps {
  /** The chart in one sentence; its name for whoever does not see it. */
  sentence: string;
  height: number;
  /** Below it the chart keeps this width and scrolls inside itself. */
  minWidth?: number;
  /** Where the eye should land when it scrolls: 0 the left end, 1 the right one. */
  focus?: number;
  /** Stands behind "Show as table". */
  table: ReactNode;
  /** A line under the chart. */
  caption?: ReactNode;
  children: (width: number) => ReactNode;
}

/** Measures, scrolls inside itself when narrow, and has a table behind it. */
export function Frame({ sentence, height, minWidth = 0, focus = 0, table, caption, children }: FrameProps) {
  const [measure, available] = useWidth();
  const scroller = useRef<HTMLDivElement>(null);
  const [tabled, setTabled] = useState(false);
  const id = useId();
  const width = available === undefined ? undefined : Math.max(minWidth, available);
  const scrolls = available !== undefined && available < minWidth;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && scrolls) element.scrollLeft = minWidth * focus - element.clientWidth * 0.42;
  }, [scrolls, minWidth, focus]);

  return (
    <div ref={measure} className="min-w-0 [contain:inline-size]">
      <div
        ref={scroller}
        className={scrolls ? "-mx-4 overflow-x-auto px-4" : undefined}
        {...(scrolls ? { tabIndex: 0, role: "group", "aria-label": "Chart, scrolls sideways" } : {})}
      >
        <div role="img" aria-label={sentence} className="relative" style={{ height, width: width ?? "100%" }}>
          {width === undefined ? null : children(width)}
        </div>
      </div>
      <div className="mt-2 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 text-small text-ink-3">
        <span>{caption}</span>
        <button
          type="button"
          aria-expanded={tabled}
          aria-controls={id}
          onClick={() => setTabled(!tabled)}
          className="cursor-pointer text-ink-2 underline decoration-line-2 underline-offset-3 hover:decoration-ink"
        >
          {tabled ? "Hide the table" : "Show as table"}
        </button>
      </div>
      <div
        id={id}
        hidden={!tabled}
        tabIndex={tabled ? 0 : -1}
        role="group"
        aria-label="The same as a table"
        className="mt-2 max-h-[420px] overflow-auto"
      >
        {tabled && table}
      </div>
    </div>
  );
}

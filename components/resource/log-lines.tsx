"use client";
import { useEffect, useRef } from "react";
import type { LogLine } from "#server/domain/resource/view.ts";

const NEAR_END_PX = 40;

/** Stays at its end while lines come, unless one has scrolled up to read. */
export function LogLines({ lines, many }: { lines: readonly LogLine[]; many: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    if (atEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  });
  return (
    <div
      ref={box}
      tabIndex={0}
      role="region"
      aria-label="Lines"
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
      }}
      className="max-h-[60dvh] overflow-auto rounded-2 bg-paper-2 px-2.5 py-1.5 font-mono text-small leading-[18px]"
    >
      {lines.map(({ pod, container, at, text }, index) => (
        <div key={index} className="break-all whitespace-pre-wrap">
          <span className="text-ink-3">{timeOf(at)}</span>
          {many && (
            <span className="text-ink-2">
              {pod}/{container}{" "}
            </span>
          )}
          {text}
        </div>
      ))}
    </div>
  );
}

/** As the kubelet wrote it, to the second, in UTC as in the cluster. */
const timeOf = (at: string) => (at === "" ? "" : `${at.slice(11, 19)} `);

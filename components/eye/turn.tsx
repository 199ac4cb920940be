"use client";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { DAY_MS } from "#server/domain/clock.ts";

const LEAST_DEGREES = 0.5;
const MOST_DEGREES = 90;

/**
 * The dial turns to its new place, the slit does not. It is drawn where it belongs now, and starts from where it was:
 * without scripts or motion it simply is there.
 */
export function Turn({ now, children }: { now: Date; children: ReactNode }) {
  const dial = useRef<SVGGElement>(null);
  const shown = useRef(+now);
  useLayoutEffect(() => {
    const degrees = ((+now - shown.current) * 360) / DAY_MS;
    shown.current = +now;
    const element = dial.current;
    if (!element || degrees < LEAST_DEGREES || degrees > MOST_DEGREES) return;
    const duration = millisecondsOf(getComputedStyle(element).getPropertyValue("--t-iris"));
    if (duration === 0) return;
    const turn = element.animate([{ transform: `rotate(${degrees}deg)` }, { transform: "rotate(0)" }], {
      duration,
      easing: "cubic-bezier(0.2, 0, 0, 1)",
    });
    return () => turn.cancel();
  }, [now]);
  return <g ref={dial}>{children}</g>;
}

/** "600ms" or ".6s", as the tokens or their minified form say. */
function millisecondsOf(duration: string): number {
  const value = Number.parseFloat(duration);
  if (!Number.isFinite(value)) return 0;
  return duration.trim().endsWith("ms") ? value : value * 1_000;
}

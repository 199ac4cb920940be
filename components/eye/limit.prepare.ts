import { arc, arcBack } from "#charts/polar.ts";
import type { RimArc } from "./eye.prepare.ts";

/** Degrees of ring that "limit 220 g" needs; a shorter window has no room for it. */
const ROOM = 50;
const HALF = 40;
/** Outside this radius the text would stand on the rim, so it goes inside the ring. */
const LAST_OUTSIDE = 130;

/** The path on which the limit is written: along the ring, in the longest window, where the fibres are short. */
export function limitText(windows: readonly RimArc[], ring: number, fontSize: number): string | null {
  const longest = windows.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
  if (!longest || longest.to - longest.from <= ROOM) return null;
  const middle = (longest.from + longest.to) / 2;
  const lower = middle > 100 && middle < 260;
  const outside = ring <= LAST_OUTSIDE;
  const apart = 3.5;
  const height = fontSize * 0.72;
  // text stands outward of its path in the upper half, inward in the lower
  const radius = outside ? ring + apart + (lower ? height : 0) : ring - apart - (lower ? 0 : height);
  return (lower ? arcBack : arc)(radius, middle - HALF, middle + HALF);
}

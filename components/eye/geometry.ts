/** Radii in the units of each geometry's own view box, whose half side is `view`. */
interface Shared {
  view: number;
  rim: number;
  rimWidth: number;
  iris: number;
  slit: { narrow: number; wide: number; height: number };
}
export interface DialGeometry extends Shared {
  fibres: { from: number; to: number; count: number };
  plates: { from: number; to: number };
  gapRadius: number;
  gapDash: string;
  tick: { inner: number; outer: number; major: number };
  edge: { halo: number; slit: number; line: number; lineHalo: number; overRim: number; ring: number };
}

export const FULL: DialGeometry = {
  view: 180,
  rim: 152,
  rimWidth: 6,
  iris: 42,
  slit: { narrow: 8, wide: 17, height: 79 },
  fibres: { from: 82, to: 144, count: 120 },
  plates: { from: 77, to: 47 },
  gapRadius: 76,
  gapDash: "1.5 2.5",
  tick: { inner: 3, outer: 3, major: 6 },
  edge: { halo: 5, slit: 1.4, line: 1.5, lineHalo: 4.5, overRim: 8, ring: 1 },
};

export const MEDIUM: DialGeometry = {
  view: 60,
  rim: 54,
  rimWidth: 4,
  iris: 19,
  slit: { narrow: 3.2, wide: 7, height: 27 },
  fibres: { from: 29, to: 49, count: 48 },
  plates: { from: 25.9, to: 21.3 },
  gapRadius: 23.6,
  gapDash: "1 1.6",
  tick: { inner: 2, outer: 2, major: 3.6 },
  edge: { halo: 2.4, slit: 0.9, line: 1.2, lineHalo: 2.6, overRim: 4, ring: 0.8 },
};

export const MINI: Shared = {
  view: 12.4,
  rim: 10.4,
  rimWidth: 3.2,
  iris: 7,
  slit: { narrow: 1.35, wide: 3, height: 6.4 },
};

export type EyeKind = "full" | "medium" | "mini";

/** Which drawing a size in px asks for. */
export function kindOf(size: number): EyeKind {
  if (size >= 220) return "full";
  return size >= 48 ? "medium" : "mini";
}

const UNITS = [
  ["y", 31_536_000],
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
  ["s", 1],
] as const;

/** The largest unit above, and where the second matters to a reader, that too; above it, one. As kubectl writes: 42s, 3m5s, 5h, 2d3h. */
const FINE: readonly [below: number, big: number, small: number][] = [
  [120, 4, 4],
  [600, 3, 4],
  [10_800, 3, 3],
  [28_800, 2, 3],
  [172_800, 2, 2],
  [691_200, 1, 2],
  [63_072_000, 1, 1],
  [252_288_000, 0, 1],
];

/** A duration in milliseconds as kubectl shows it. */
export function span(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  const [, big, small] = FINE.find(([below]) => seconds < below) ?? [0, 0, 0];
  const [bigName, bigSize] = UNITS[big] ?? UNITS[0];
  const [smallName, smallSize] = UNITS[small] ?? UNITS[0];
  const rest = Math.floor((seconds % bigSize) / smallSize);
  const head = `${Math.floor(seconds / bigSize)}${bigName}`;
  return big === small || rest === 0 ? head : `${head}${rest}${smallName}`;
}

export function since(at: unknown, now: Date, unknown: string): string {
  if (typeof at !== "string" || Number.isNaN(Date.parse(at))) return unknown;
  return span(+now - Date.parse(at));
}

export const age = (at: string | undefined, now: Date): string => since(at, now, "<unknown>");

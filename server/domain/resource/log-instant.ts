const STAMP = /^(.+?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;

/** When a line was written, to the nanosecond, as text that sorts by time; "" where its stamp says nothing. */
export function instantOf(at: string): string {
  const [, whole = "", fraction = "", zone = ""] = STAMP.exec(at) ?? [];
  const ms = Date.parse(whole + zone);
  return Number.isNaN(ms) ? "" : `${String(ms / 1_000).padStart(12, "0")}.${fraction.padEnd(9, "0")}`;
}

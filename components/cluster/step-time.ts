import { span } from "#charts/format.ts";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";

const NBSP = "\u00a0";
const formats = new Map<string, Intl.DateTimeFormat>();

/** "07:02:45": a step log needs its seconds. */
export function clockSeconds(at: Date, timeZone: string): string {
  const known =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZone,
    });
  formats.set(timeZone, known);
  return known.format(at);
}

/** How long a step took: "under 1 s", "4 s", "2 min 29", "1 h 12". */
export function stepDuration(ms: number): string {
  if (ms < 1_000) return `under 1${NBSP}s`;
  if (ms >= HOUR_MS) return span(ms);
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds}${NBSP}s`;
  const rest = seconds % 60;
  return `${Math.floor((seconds * 1_000) / MINUTE_MS)}${NBSP}min${rest ? `${NBSP}${String(rest).padStart(2, "0")}` : ""}`;
}

import { z } from "zod";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./clock.ts";

const UNIT_MS: Record<string, number> = { s: 1_000, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };
const PATTERN = /^(\d{1,6})([smhd])$/;

/** Milliseconds of "45m", "8h", "2d"; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = PATTERN.exec(text.trim());
  if (!match) return undefined;
  const [, count, unit = ""] = match;
  return Number(count) * (UNIT_MS[unit] ?? Number.NaN);
}

/** The shortest exact form: 90 min is "90m", 480 min is "8h". */
export function formatDuration(ms: number): string {
  if (ms > 0 && ms % DAY_MS === 0) return `${ms / DAY_MS}d`;
  if (ms > 0 && ms % HOUR_MS === 0) return `${ms / HOUR_MS}h`;
  if (ms % MINUTE_MS === 0) return `${ms / MINUTE_MS}m`;
  return `${Math.round(ms / 1_000)}s`;
}

/** A duration in words of the field, with its bounds said in the refusal. */
export const durationBetween = (leastMs: number, mostMs: number) =>
  z.string().refine(
    (text) => {
      const ms = parseDuration(text);
      return ms !== undefined && ms >= leastMs && ms <= mostMs;
    },
    {
      error: `Give a duration from ${formatDuration(leastMs)} to ${formatDuration(mostMs)}, such as 45m, 8h or 2d.`,
    },
  );

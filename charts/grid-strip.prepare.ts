import type { ZoneView } from "#server/domain/carbon/view.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import { aheadOf } from "./ahead.ts";
import { clock, counted, when } from "./format.ts";
import type { Slot, Stretch } from "./slots.ts";

export interface PlannedStart {
  at: Date;
  count: number;
}
export interface StripWindow extends Stretch {
  hours: string;
}
export interface StripRow {
  cells: Slot[];
  windows: StripWindow[];
  /** What stands over the first window, or over the strip where there is none. */
  sentence: string;
  /** ms; where the sentence begins. */
  sentenceAt: number;
  starts: { at: number; count: number }[];
}

/** The next 24 h of one grid: a cell a slot, a bracket a window, a mark a start. */
export function prepareStrip(
  zone: ZoneView,
  planned: readonly PlannedStart[],
  now: Date,
  timeZone: string,
): StripRow {
  const to = +now + DAY_MS;
  const windows = zone.windows
    .map(({ opensAt, closesAt }) => ({
      from: Math.max(+now, +opensAt),
      to: Math.min(to, +closesAt),
      hours:
        opensAt <= now
          ? `open until ${clock(closesAt, timeZone)}`
          : `${clock(opensAt, timeZone)} to ${clock(closesAt, timeZone)}`,
    }))
    .filter((window) => window.to > window.from);
  const starts = planned
    .filter(({ at }) => +at >= +now && +at < to)
    .map(({ at, count }) => ({ at: +at, count }));
  return {
    cells: zone.stale ? [] : aheadOf(zone, +now, to).slots,
    windows: zone.stale ? [] : windows,
    sentence: sentenceOf(zone, windows, starts, now, timeZone),
    sentenceAt: zone.stale ? +now : (windows[0]?.from ?? +now),
    starts,
  };
}

function sentenceOf(
  zone: ZoneView,
  windows: readonly StripWindow[],
  starts: readonly { at: number; count: number }[],
  now: Date,
  timeZone: string,
): string {
  if (!zone.latest) return "No reading yet. Jobs here start at once.";
  if (zone.stale)
    return `Last reading ${when(zone.latest.startsAt, now, timeZone)}. Too old to decide by: Jobs here start at once.`;
  if (!zone.forecast) return "No forecast is known. Jobs here start at once.";
  const window = windows[0];
  if (!window) return "No window in the next 24 h. There is little to wait for.";
  const lowest = zone.windows.find(({ closesAt }) => closesAt > now)?.lowestGramsPerKwh;
  const down = lowest === undefined ? "" : `, down to ${Math.round(lowest)}\u00a0g`;
  const count = starts
    .filter(({ at }) => at >= window.from && at < window.to)
    .reduce((sum, start) => sum + start.count, 0);
  const jobs =
    count === 0 ? "No Job waits for it" : `${counted(count, "Job")} ${count === 1 ? "starts" : "start"} here`;
  return `${window.hours.replace("open", "Open")}${down}. ${jobs}`;
}

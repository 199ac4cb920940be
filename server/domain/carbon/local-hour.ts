import { DAY_MS, HOUR_MS, MINUTE_MS } from "../clock.ts";

/** An hour of a person's day: days since 1 January 1970 by their calendar, and 0 to 23 by their clock. */
export interface LocalHour {
  day: number;
  hour: number;
}

/** Reads an instant on the clock of a time zone. Its offset is asked for once an hour: asking is slow. */
export function localClock(timeZone: string): (at: number) => LocalHour {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const offsets = new Map<number, number>();
  const offsetOf = (at: number): number => {
    const hour = Math.floor(at / HOUR_MS);
    const known = offsets.get(hour);
    if (known !== undefined) return known;
    const parts = new Map(
      format.formatToParts(hour * HOUR_MS).map(({ type, value }) => [type, Number(value)]),
    );
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const local = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"));
    const offset = Math.round((local - hour * HOUR_MS) / MINUTE_MS) * MINUTE_MS;
    offsets.set(hour, offset);
    return offset;
  };
  return (at) => {
    const local = at + offsetOf(at);
    const day = Math.floor(local / DAY_MS);
    return { day, hour: Math.floor((local - day * DAY_MS) / HOUR_MS) };
  };
}

/** "2026-08-25" */
export const dateOfDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

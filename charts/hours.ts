import { HOUR_MS } from "#server/domain/clock.ts";
import { clock, day, nextLocalHour } from "./format.ts";

export interface LocalHour {
  at: Date;
  /** 0 to 23, of the viewer's day */
  hour: number;
}

/** Full hours of the viewer's day from `from` to before `to`; an hour that summer time repeats comes twice. */
export function localHours(from: Date, to: Date, timeZone: string): LocalHour[] {
  const hours: LocalHour[] = [];
  for (let at = +nextLocalHour(from, timeZone); at < +to; at += HOUR_MS)
    hours.push({ at: new Date(at), hour: Number(clock(new Date(at), timeZone).slice(0, 2)) });
  return hours;
}

export interface DayLabel {
  at: Date;
  /** "Tue 24 Aug" */
  text: string;
}

/** The day that `from` lies in, then each midnight before `to`. */
export function localDays(from: Date, to: Date, timeZone: string): DayLabel[] {
  const midnights = localHours(from, to, timeZone).filter(({ hour }) => hour === 0);
  return [{ at: from }, ...midnights].map(({ at }) => ({ at, text: day(at, timeZone) }));
}

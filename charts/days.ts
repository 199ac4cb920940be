import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { clock, date, day, month, nextLocalHour, weekday } from "./format.ts";

const hourOf = (at: number, timeZone: string) => Number(clock(new Date(at), timeZone).slice(0, 2));

/** Each beginning of a viewer's day from `from` to before `to`; a day of 23 or 25 hours is one day. */
export function midnights(from: Date, to: Date, timeZone: string): Date[] {
  const found: Date[] = [];
  let at = +nextLocalHour(from, timeZone);
  while (hourOf(at, timeZone) !== 0) at += HOUR_MS;
  while (at < +to) {
    found.push(new Date(at));
    at += DAY_MS;
    const hour = hourOf(at, timeZone);
    if (hour !== 0) at += (hour > 12 ? 24 - hour : -hour) * HOUR_MS;
  }
  return found;
}

export interface DateTick {
  at: Date;
  text: string;
}

const ROOM = { day: 76, short: 40, week: 44, month: 36 };

/** Days with their names while there is room for them, then Mondays, then the first of each month. */
export function dateTicks(from: Date, to: Date, timeZone: string, width: number): DateTick[] {
  const days = midnights(from, to, timeZone);
  const perDay = width / Math.max(1, (+to - +from) / DAY_MS);
  const name = (format: (at: Date, timeZone: string) => string) => (at: Date) => ({
    at,
    text: format(at, timeZone),
  });
  if (perDay >= ROOM.day) return days.map(name(day));
  if (perDay >= ROOM.short) return days.map(name(date));
  const mondays = days.filter((at) => weekday(at, timeZone) === "Mon");
  if (7 * perDay >= ROOM.week) return mondays.map(name(date));
  const firsts = days.filter((at) => / 1 /.test(day(at, timeZone)));
  const every = Math.max(1, Math.ceil(ROOM.month / (30 * perDay)));
  return firsts.filter((_, index) => index % every === 0).map(name(month));
}

import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";

const NBSP = "\u00a0";
const MINUS = "\u2212";
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string, kind: string, options: Intl.DateTimeFormatOptions) {
  const key = `${timeZone} ${kind}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  formats.set(key, known);
  return known;
}

/** "13:30", in the given time zone. */
export const clock = (at: Date, timeZone: string): string =>
  formatOf(timeZone, "clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

/** "Thu" */
export const weekday = (at: Date, timeZone: string): string =>
  formatOf(timeZone, "weekday", { weekday: "short" }).format(at);

/** "Wed 25 Aug" */
export const day = (at: Date, timeZone: string): string =>
  formatOf(timeZone, "day", { weekday: "short", day: "numeric", month: "short" }).format(at).replace(",", "");

/** "25 Aug" */
export const date = (at: Date, timeZone: string): string =>
  formatOf(timeZone, "date", { day: "numeric", month: "short" }).format(at);

/** "25 Aug 2026" */
export const dateWithYear = (at: Date, timeZone: string): string =>
  formatOf(timeZone, "dated", { day: "numeric", month: "short", year: "numeric" }).format(at);

/** "Aug"; January with its year, "Jan 2026". */
export const month = (at: Date, timeZone: string): string => {
  const name = formatOf(timeZone, "month", { month: "short" }).format(at);
  return name === "Jan" ? `Jan ${formatOf(timeZone, "year", { year: "numeric" }).format(at)}` : name;
};

const dayKey = (at: Date, timeZone: string) =>
  formatOf(timeZone, "key", { year: "numeric", month: "2-digit", day: "2-digit" }).format(at);

/** "13:30" today, "Thu 06:24" within the week, "25 Aug 06:24" further away. */
export function when(at: Date, now: Date, timeZone: string): string {
  if (dayKey(at, timeZone) === dayKey(now, timeZone)) return clock(at, timeZone);
  const near = Math.abs(+at - +now) < 6 * DAY_MS;
  return `${near ? weekday(at, timeZone) : date(at, timeZone)} ${clock(at, timeZone)}`;
}

/** "48 min", "4 h 48", "2 d 3 h"; never negative. */
export function span(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE_MS));
  if (minutes < 60) return `${minutes}${NBSP}min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    const rest = minutes % 60;
    return `${hours}${NBSP}h${rest ? `${NBSP}${String(rest).padStart(2, "0")}` : ""}`;
  }
  return `${Math.floor(hours / 24)}${NBSP}d${hours % 24 ? ` ${hours % 24}${NBSP}h` : ""}`;
}

/** A countdown that shows seconds in its last minute: "40 s", "48 min", "4 h 48". */
export const countdown = (ms: number): string =>
  ms < MINUTE_MS ? `${Math.max(0, Math.ceil(ms / 1_000))}${NBSP}s` : span(ms);

const signed = (value: number, text: string) => (value < 0 ? `${MINUS}${text}` : text);

/** "24 mg", "412 g", "1.34 kg", "12.4 kg". A little is not said to be nothing. */
export function grams(value: number): string {
  const size = Math.abs(value);
  const milli = Math.round(size * 1_000);
  if (milli > 0 && milli < 500) return signed(value, `${milli}${NBSP}mg`);
  if (size >= 9_950) return signed(value, `${(size / 1_000).toFixed(1)}${NBSP}kg`);
  if (size >= 999.5) return signed(value, `${(size / 1_000).toFixed(2)}${NBSP}kg`);
  const whole = Math.round(size);
  return signed(whole === 0 ? 0 : value, `${whole}${NBSP}g`);
}

/** Of 0 to 100: "34 %". */
export function percent(value: number): string {
  const whole = Math.round(Math.abs(value));
  return signed(whole === 0 ? 0 : value, `${whole}${NBSP}%`);
}

/** Of 0 to 100, where a tenth counts: "18.3 %". */
export function percentTenths(value: number): string {
  const tenths = Math.abs(value).toFixed(1);
  return signed(tenths === "0.0" ? 0 : value, `${tenths}${NBSP}%`);
}

/** "334 g/kWh" */
export const intensity = (gramsPerKwh: number): string => `${Math.round(gramsPerKwh)}${NBSP}g/kWh`;

/** "1 Job", "13 Jobs" */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count}${NBSP}${count === 1 ? one : many}`;

/** The first hour boundary of that time zone at or after `at`; offsets of 30 and 45 minutes included. */
export function nextLocalHour(at: Date, timeZone: string): Date {
  const minutes = Number(clock(at, timeZone).slice(3));
  const intoHour = minutes * MINUTE_MS + (+at % MINUTE_MS);
  return new Date(intoHour === 0 ? +at : +at - intoHour + HOUR_MS);
}

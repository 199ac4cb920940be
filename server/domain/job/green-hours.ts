import { DAY_MS, MINUTE_MS } from "../clock.ts";

/** Green by the clock: "HH:MM" in a time zone; `greenUntil` before `greenFrom` spans midnight. */
export interface GreenHours {
  greenFrom: string;
  greenUntil: string;
  timeZone: string;
}

const MINUTES_A_DAY = DAY_MS / MINUTE_MS;
const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
};

/** Whether an instant, in ms since the epoch, lies in the green hours. */
export function greenClock({ greenFrom, greenUntil, timeZone }: GreenHours): (at: number) => boolean {
  const from = minutesOf(greenFrom);
  const until = minutesOf(greenUntil);
  const localMinutes = minutesIn(timeZone);
  return (at) => {
    const local = localMinutes(at);
    return from < until ? local >= from && local < until : local >= from || local < until;
  };
}

/** The next instant at which the green hours begin, to the minute; `at` itself lies outside them. */
export function nextOpening(hours: GreenHours, at: number): number {
  const localMinutes = minutesIn(hours.timeZone);
  const from = minutesOf(hours.greenFrom);
  const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const ahead = (from - localMinutes(minute) + MINUTES_A_DAY) % MINUTES_A_DAY;
  const opening = minute + (ahead || MINUTES_A_DAY) * MINUTE_MS;
  // the clock was set forward or back in between
  const off = (localMinutes(opening) - from + 1.5 * MINUTES_A_DAY) % MINUTES_A_DAY;
  return opening - (off - MINUTES_A_DAY / 2) * MINUTE_MS;
}

const formats = new Map<string, Intl.DateTimeFormat>(); // each takes longer to make than a decision

function minutesIn(timeZone: string): (at: number) => number {
  if (timeZone === "UTC") return (at) => Math.floor(at / MINUTE_MS) % MINUTES_A_DAY;
  const format = formats.get(timeZone) ?? clockIn(timeZone);
  formats.set(timeZone, format);
  return (at) => minutesOf(format.format(at));
}

const clockIn = (timeZone: string) =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });

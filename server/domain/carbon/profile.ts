import { HOUR_MS } from "../clock.ts";
import { dateOfDay, type LocalHour, localClock } from "./local-hour.ts";
import type { Reading } from "./runs.ts";

/** The mean of an hour, g/kWh; null where nothing was read; "outside" where the day has no such hour, or not yet. */
export type Cell = number | null | "outside";

export interface CalendarDay {
  /** "2026-08-25", by the calendar of that time zone */
  date: string;
  /** 24, from midnight */
  hours: Cell[];
}

export interface Profile {
  /** From the first day with a reading to the newest reading. */
  days: CalendarDay[];
  /** Mean of each hour of the day, 0 to 23; null where no day has it. */
  byHour: (number | null)[];
  hoursRead: number;
  hoursMissing: number;
}

const HALF_HOUR_MS = HOUR_MS / 2;

/** Hour of day by day: the newest `days` days of a person's calendar, as far as there are readings. */
export function profileOf(readings: readonly Reading[], days: number, timeZone: string): Profile {
  const newest = readings.at(-1);
  if (!newest)
    return { days: [], byHour: Array.from({ length: 24 }, () => null), hoursRead: 0, hoursMissing: 0 };
  const local = localClock(timeZone);
  const endsAt = +newest.startsAt + newest.stepMs;
  const lastDay = local(endsAt - 1).day;
  const kept = readings.filter(({ startsAt }) => local(+startsAt).day > lastDay - days);
  const firstAt = +(kept[0]?.startsAt ?? newest.startsAt);
  const grid = new Map<number, Cell[]>();
  const cellsOf = ({ day }: LocalHour): Cell[] => {
    const known = grid.get(day) ?? Array.from({ length: 24 }, (): Cell => "outside");
    grid.set(day, known);
    return known;
  };
  // by half hours, since some time zones are half an hour off
  for (let at = firstAt; at < endsAt; at += HALF_HOUR_MS) cellsOf(local(at))[local(at).hour] = null;
  const sums = sumByHour(kept, local);
  for (const { day, hour, grams, count } of sums.values()) cellsOf({ day, hour })[hour] = grams / count;
  const rows = [...grid.entries()].toSorted(([a], [b]) => a - b);
  const cells = rows.flatMap(([, hours]) => hours);
  return {
    days: rows.map(([day, hours]) => ({ date: dateOfDay(day), hours })),
    byHour: Array.from({ length: 24 }, (_, hour) => meanOf(rows.map(([, hours]) => hours[hour]))),
    hoursRead: cells.filter((cell) => typeof cell === "number").length,
    hoursMissing: cells.filter((cell) => cell === null).length,
  };
}

interface Sum extends LocalHour {
  grams: number;
  count: number;
}

/** A slot counts for the hour it begins in; one of several hours for each of them. */
function sumByHour(readings: readonly Reading[], local: (at: number) => LocalHour): Map<number, Sum> {
  const sums = new Map<number, Sum>();
  for (const { startsAt, stepMs, gramsPerKwh } of readings) {
    for (let at = +startsAt; at < +startsAt + stepMs; at += HOUR_MS) {
      const { day, hour } = local(at);
      const key = day * 24 + hour;
      const sum = sums.get(key) ?? { day, hour, grams: 0, count: 0 };
      sum.grams += gramsPerKwh;
      sum.count += 1;
      sums.set(key, sum);
    }
  }
  return sums;
}

function meanOf(cells: readonly (Cell | undefined)[]): number | null {
  const known = cells.filter((cell): cell is number => typeof cell === "number");
  return known.length === 0 ? null : known.reduce((sum, grams) => sum + grams, 0) / known.length;
}

/** The hours that were read, in no order that matters. */
export const hoursOf = ({ days }: Pick<Profile, "days">): number[] =>
  days.flatMap(({ hours }) => hours.filter((cell): cell is number => typeof cell === "number"));

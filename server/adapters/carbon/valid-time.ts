import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";

const INTERVAL = /^(?<start>[^/]+)\/P(?:(?<days>\d{1,3})D)?(?:T(?:(?<hours>\d{1,3})H)?(?:\d{1,4}M)?)?$/;
const MOST_HOURS = 24 * 16;

/** The hours that begin in "2026-11-22T06:00:00+00:00/P1DT3H"; none where it cannot be read. */
export function hoursOf(validTime: string): number[] {
  const { start = "", days, hours } = INTERVAL.exec(validTime)?.groups ?? {};
  const from = Date.parse(start);
  if (Number.isNaN(from) || from % HOUR_MS !== 0) return [];
  const count = Math.min((Number(days ?? 0) * DAY_MS) / HOUR_MS + Number(hours ?? 0), MOST_HOURS);
  return Array.from({ length: count }, (_, hour) => from + hour * HOUR_MS);
}

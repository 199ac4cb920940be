import { Cron } from "croner";

export interface Schedule {
  /** The first instant after `at`; undefined when there is none. */
  next: (at: Date) => Date | undefined;
}

/** @throws Error with croner's words for a schedule or time zone that it cannot read */
export function parseSchedule(schedule: string, timeZone: string | undefined): Schedule {
  const cron = new Cron(schedule, { paused: true, timezone: timeZone ?? "UTC", mode: "5-part" });
  return { next: (at) => cron.nextRun(at) ?? undefined };
}

const MANY = 100;

/**
 * The latest instant at or before `now` that is later than `since`, and the next one after now.
 * As the real controller it does not walk through years of missed instants: it jumps near to now by the period.
 */
export function latestDue(
  schedule: Schedule,
  since: Date,
  now: Date,
): { due: Date | undefined; next: Date | undefined; missedMany: boolean } {
  const first = schedule.next(since);
  if (!first || first > now) return { due: undefined, next: first, missedMany: false };
  const second = schedule.next(first);
  if (!second || second > now) return { due: first, next: second, missedMany: false };
  const periodMs = +second - +first;
  const missed = Math.floor((+now - +first) / periodMs) + 1;
  let due = first;
  let next: Date | undefined = schedule.next(new Date(Math.max(+first, +now - 2 * periodMs)));
  while (next && next <= now) {
    due = next;
    next = schedule.next(due);
  }
  return { due, next, missedMany: missed > MANY };
}

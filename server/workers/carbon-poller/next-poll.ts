import { HOUR_MS } from "#server/domain/clock.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";

const LAG_SHARE = 1 / 120; // 30 s of an hour: a source is rarely ready on the stroke
const OVERDUE_SHARE = 1 / 6;
const NOTHING_YET_MS = HOUR_MS / 6;

/** Simulated ms to the next look: just after the slot that follows the newest reading is over; more often once it is overdue. */
export function nextPollMs(newest: Intensity | undefined, now: Date): number {
  if (!newest) return NOTHING_YET_MS;
  const dueAt = +newest.startsAt + (2 + LAG_SHARE) * newest.stepMs;
  return dueAt > +now ? dueAt - +now : newest.stepMs * OVERDUE_SHARE;
}

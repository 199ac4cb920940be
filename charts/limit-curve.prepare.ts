import type { ZoneView } from "#server/domain/carbon/view.ts";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { greenClock, type GreenHours } from "#server/domain/job/green-hours.ts";
import { aheadOf } from "./ahead.ts";
import { span, when } from "./format.ts";
import type { Slot, Stretch } from "./slots.ts";

/** What opens an hour: a limit, g/kWh, or the clock. */
export type Opening = { limit: number } | { hours: GreenHours };

export interface LimitModel {
  from: Date;
  to: Date;
  slots: Slot[];
  limit: number | null;
  /** When a Job may start. */
  open: Stretch[];
  largest: number;
}

const CLOCK_STEP_MS = 5 * MINUTE_MS;
const MOST_MS = 48 * HOUR_MS;

/** What is expected of a grid until the longest wait is over, and when a Job may start. Null where nothing is foreseen. */
export function prepareLimit(
  zone: Pick<ZoneView, "latest" | "forecast">,
  opening: Opening,
  now: Date,
  waitMs: number,
): LimitModel | null {
  const to = new Date(+now + Math.min(MOST_MS, Math.max(HOUR_MS, waitMs)));
  const { slots } = aheadOf(zone, +now, +to);
  if (slots.length === 0) return null;
  const limit = "limit" in opening ? opening.limit : null;
  return {
    from: now,
    to,
    slots,
    limit,
    open: "limit" in opening ? underLimit(slots, opening.limit) : byClock(opening.hours, +now, +to),
    largest: Math.max(limit ?? 0, ...slots.map(({ value }) => value)),
  };
}

const underLimit = (slots: readonly Slot[], limit: number): Stretch[] =>
  joined(slots.filter(({ value }) => value <= limit));

function byClock(hours: GreenHours, from: number, to: number): Stretch[] {
  const isGreen = greenClock(hours);
  const steps: Stretch[] = [];
  const first = Math.floor(from / CLOCK_STEP_MS) * CLOCK_STEP_MS;
  for (let at = first; at < to; at += CLOCK_STEP_MS)
    if (isGreen(at)) steps.push({ from: Math.max(from, at), to: Math.min(to, at + CLOCK_STEP_MS) });
  return joined(steps);
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const { from, to } of stretches) {
    const last = all.at(-1);
    if (last?.to === from) last.to = to;
    else all.push({ from, to });
  }
  return all;
}

/** "Germany until Thu 06:00: from 09:00 to 13:00 a Job may start." */
export function limitSentence(name: string, { to, open, limit, from }: LimitModel, timeZone: string): string {
  const until = `${name} until ${when(to, from, timeZone)}`;
  const rule = limit === null ? "" : ` at or under ${Math.round(limit)}\u00a0g/kWh`;
  const [first] = open;
  if (!first) return `${until}: never${rule || " green by the clock"}.`;
  const openMs = open.reduce((sum, stretch) => sum + (stretch.to - stretch.from), 0);
  return `${until}:${rule || " green by the clock"} in ${span(openMs)} of ${span(+to - +from)}, first at ${when(new Date(first.from), from, timeZone)}.`;
}

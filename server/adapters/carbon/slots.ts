import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { Forecast } from "#server/domain/carbon/forecast.ts";
import type { Intensity, Quality } from "#server/domain/carbon/intensity.ts";

/** What a provider says of one slot, in our unit. null = it says nothing: a gap, never 0. */
export interface Point {
  /** ms since the epoch */
  at: number;
  gramsPerKwh: number | null;
  quality: Quality;
}
export interface Points {
  stepMs: number;
  points: readonly Point[];
}
/** In ms since the epoch, `to` exclusive. */
export interface Range {
  from: number;
  to: number;
}

const STEPS_MS = [5, 10, 15, 30, 60].map((minutes) => minutes * MINUTE_MS);

/**
 * Points of a provider that keeps a step without saying which: their least distance. With fewer than two there is no
 * telling, and none counts. @throws what `refuse` makes, where the step is none that a grid is read in
 */
export function gridded(points: readonly Point[], refuse: (words: string) => Error): Points {
  const inOrder = points.toSorted((a, b) => a.at - b.at);
  const distances = inOrder
    .map(({ at }, index) => at - (inOrder[index - 1]?.at ?? at))
    .filter((ms) => ms > 0);
  if (distances.length === 0) return { stepMs: HOUR_MS, points: [] };
  const least = distances.reduce((a, b) => Math.min(a, b));
  const stepMs = STEPS_MS.find((step) => step === least);
  if (stepMs === undefined) throw refuse("its times keep no step from 5 to 60 min");
  return { stepMs, points: inOrder };
}

/** In order of time, each slot once (what was said last holds), in the range, on the grid, and over at `now`. */
export function readingsOf({ stepMs, points }: Points, { from, to }: Range, now: number): Intensity[] {
  const bySlot = new Map<number, Intensity>();
  for (const { at, gramsPerKwh, quality } of points) {
    if (gramsPerKwh === null || at < from || at >= to || at + stepMs > now || at % stepMs !== 0) continue;
    bySlot.set(at, { startsAt: new Date(at), stepMs, gramsPerKwh, quality });
  }
  return [...bySlot.values()].toSorted((a, b) => +a.startsAt - +b.startsAt);
}

/** How far ahead a forecast is kept: a policy waits 7 days at most. */
const FARTHEST_MS = 8 * 24 * HOUR_MS;

/**
 * From the slot that holds `now`, a hole as null. Where a provider's forecast begins with the very next slot, that one
 * stands for the rest of this one too: else a gap at its start would hide all of it from what decides.
 */
export function forecastOf(
  { stepMs, points }: Points,
  now: Date,
  made: Pick<Forecast, "generatedAt" | "method">,
): Forecast | undefined {
  const startsAt = Math.floor(+now / stepMs) * stepMs;
  const bySlot = new Map<number, number>();
  for (const { at, gramsPerKwh } of points) {
    if (gramsPerKwh === null || at < startsAt || at > startsAt + FARTHEST_MS || at % stepMs !== 0) continue;
    bySlot.set(at, gramsPerKwh);
  }
  if (bySlot.size === 0) return undefined;
  const next = bySlot.get(startsAt + stepMs);
  if (next !== undefined && !bySlot.has(startsAt)) bySlot.set(startsAt, next);
  const slots = (Math.max(...bySlot.keys()) - startsAt) / stepMs + 1;
  const gramsPerKwh = Array.from(
    { length: slots },
    (_, slot) => bySlot.get(startsAt + slot * stepMs) ?? null,
  );
  return { ...made, startsAt: new Date(startsAt), stepMs, gramsPerKwh };
}

/** Cuts a range into pieces that a provider takes. */
export function pieces({ from, to }: Range, longestMs: number): Range[] {
  const all: Range[] = [];
  for (let start = from; start < to; start += longestMs) {
    all.push({ from: start, to: Math.min(start + longestMs, to) });
  }
  return all;
}

/** The range, begun earlier where it is shorter. */
export const atLeast = ({ from, to }: Range, leastMs: number): Range => ({
  from: Math.min(from, to - leastMs),
  to,
});

/** YYYY-MM-DDThh:mmZ */
export const minuteText = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;

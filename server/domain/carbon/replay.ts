import { DAY_MS } from "../clock.ts";
import type { Intensity } from "./intensity.ts";

/** 52 weeks: weekdays match, and the season is off by a day a year. */
export const REPLAY_PERIOD_MS = 364 * DAY_MS;

/** Equal slots as recorded, from `startsAt` (ms since the epoch). */
export interface Recording {
  startsAt: number;
  stepMs: number;
  gramsPerKwh: readonly (number | null)[];
}

/**
 * The slot that speaks for an instant: that of the newest recorded 364 days at a distance of n x 364 days.
 * It depends on the instant alone, so what was once read stays true. May lie before the recording: then nothing is known.
 */
export function slotAt({ startsAt, stepMs, gramsPerKwh }: Recording, instant: number): number {
  const endsAt = startsAt + gramsPerKwh.length * stepMs;
  const shift = REPLAY_PERIOD_MS * Math.floor((instant - endsAt) / REPLAY_PERIOD_MS + 1);
  return Math.floor((instant - shift - startsAt) / stepMs);
}

/** The first instant at or after `instant` at which a replayed slot begins. */
export function gridAfter({ startsAt, stepMs }: Recording, instant: number): number {
  return startsAt + Math.ceil((instant - startsAt) / stepMs) * stepMs;
}

/** Readings with from <= startsAt < to whose slot was over at `now`; gaps absent. */
export function replayed(recording: Recording, range: { from: Date; to: Date }, now: Date): Intensity[] {
  const { stepMs, gramsPerKwh } = recording;
  const until = Math.min(+range.to, +now - stepMs + 1);
  const readings: Intensity[] = [];
  for (let at = gridAfter(recording, +range.from); at < until; at += stepMs) {
    const grams = gramsPerKwh[slotAt(recording, at)];
    if (grams === null || grams === undefined) continue;
    readings.push({ startsAt: new Date(at), stepMs, gramsPerKwh: grams, quality: "measured" });
  }
  return readings;
}

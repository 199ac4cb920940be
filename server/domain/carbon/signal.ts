import type { Forecast } from "./forecast.ts";
import type { Intensity, SignalKind } from "./intensity.ts";

/** All that a decision may know of a zone: nothing in it is later than `now` but the forecast. */
export interface CarbonSignal {
  zone: string;
  kind: SignalKind;
  /** The newest reading, if any. */
  latest: Intensity | undefined;
  /** Trailing readings in order of time, gaps absent; for percentile limits and for people. */
  recent: readonly Intensity[];
  forecast: Forecast | undefined;
  /** Where it comes from, as shown to people: "recorded 2022, replayed". */
  provenance: string;
  /** How late its source always is; absent where it is on time. */
  latenessMs?: number;
}

/** How far back the Eye and the chart draw. */
export const RECENT_MS = 48 * 3_600_000;
/** How far `recent` reaches back for a decision: the week of a percentile. */
export const DECIDE_RECENT_MS = 7 * 24 * 3_600_000;

/** A reading older than this says nothing about now. */
export const STALE_AFTER_MS = 3 * 3_600_000;

/** Too old to decide by, and to foresee from. A source that is always late has that much longer. */
export function isStale(latest: Intensity | null | undefined, now: Date, latenessMs = 0): boolean {
  return !latest || +now - (+latest.startsAt + latest.stepMs) > STALE_AFTER_MS + latenessMs;
}

interface Known {
  latest?: Intensity | null;
  forecast?: Forecast | null;
}

/** What the grid is at now: as read, or as foreseen where the reading is too old to speak for now; undefined = not known. */
export function presentGrams({ latest, forecast }: Known, now: Date): number | undefined {
  if (latest && !isStale(latest, now)) return latest.gramsPerKwh;
  if (!forecast) return undefined;
  const here = Math.floor((+now - +forecast.startsAt) / forecast.stepMs);
  return forecast.gramsPerKwh[here] ?? undefined;
}

/** No earlier than what is known was foreseen: a forecast from the future tells that our own clock is behind. */
export const atLeastAt = (signal: CarbonSignal | undefined, now: Date): Date =>
  signal?.forecast && signal.forecast.generatedAt > now ? signal.forecast.generatedAt : now;

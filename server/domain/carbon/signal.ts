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
}

/** How far back the Eye and the chart draw. */
export const RECENT_MS = 48 * 3_600_000;
/** How far `recent` reaches back for a decision: the week of a percentile. */
export const DECIDE_RECENT_MS = 7 * 24 * 3_600_000;

/** A reading older than this decides nothing. */
export const STALE_AFTER_MS = 3 * 3_600_000;

export function isStale(latest: Intensity | undefined, now: Date): boolean {
  return !latest || +now - (+latest.startsAt + latest.stepMs) > STALE_AFTER_MS;
}

import { HOUR_MS, MINUTE_MS } from "../clock.ts";
import type { SignalDocument } from "./signal-document.ts";

const STEP_MS = MINUTE_MS; // a switch is seen within a minute
const HISTORY_MS = 12 * HOUR_MS;
const FORECAST_STEP_MS = 5 * MINUTE_MS;
const FORECAST_MS = 48 * HOUR_MS;

export type Green = "on" | "off" | "auto";
/** What a person set, and when; in order of time. */
export interface Turn {
  at: Date;
  green: Green;
}

/** Green hours by the clock, overruled by hand: what is set now holds for all that is ahead, what was set then for what is past. */
export function documentOf({
  zone,
  turns,
  now,
  gramsAt,
  inside,
  outside,
}: {
  zone: string;
  turns: readonly Turn[];
  now: Date;
  /** By the clock. */
  gramsAt: (at: number) => number;
  inside: number;
  outside: number;
}): SignalDocument {
  const setTo = (green: Green, at: number) =>
    green === "auto" ? gramsAt(at) : green === "on" ? inside : outside;
  const turnAt = (at: number): Green => turns.findLast((turn) => +turn.at <= at)?.green ?? "auto";
  const until = Math.floor(+now / STEP_MS) * STEP_MS;
  const from = until - HISTORY_MS;
  const ahead = Math.floor(+now / FORECAST_STEP_MS) * FORECAST_STEP_MS;
  return {
    zone,
    signal: "average",
    provenance: "set by the clock, not measured",
    history: {
      startsAt: new Date(from).toISOString(),
      stepSeconds: STEP_MS / 1_000,
      gramsPerKwh: Array.from({ length: HISTORY_MS / STEP_MS }, (_, slot) => {
        const at = from + slot * STEP_MS;
        return setTo(turnAt(at + STEP_MS - 1), at);
      }),
    },
    forecast: {
      generatedAt: now.toISOString(),
      startsAt: new Date(ahead).toISOString(),
      stepSeconds: FORECAST_STEP_MS / 1_000,
      gramsPerKwh: Array.from({ length: FORECAST_MS / FORECAST_STEP_MS }, (_, slot) =>
        setTo(turnAt(+now), ahead + slot * FORECAST_STEP_MS),
      ),
    },
  };
}

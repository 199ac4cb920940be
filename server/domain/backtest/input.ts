import type { ForecastMatrix } from "../carbon/rolling-forecast.ts";
import type { EffectivePolicy } from "../policy/resolve.ts";

/** All in slots of the series. Each Job carries its own range, so that a published experiment is data like any other. */
export interface BacktestJob {
  /** Where it would have run without a policy: what its saving is measured against. */
  arrival: number;
  /** The starts it may have, both included. An interruptible one ends by latest + slots. */
  earliest: number;
  latest: number;
  slots: number;
}

/** What decisions are made from. Grams are g/kWh a slot, NaN where unknown. */
export type Choose =
  /** One view of the whole time that never changes: perfect knowledge, or a forecast that was published once. */
  | { kind: "known"; gramsPerKwh: Float64Array }
  /** What was foreseen at each slot, beside what had been read before it: re-decided as time passes. */
  | { kind: "forecasts"; forecasts: ForecastMatrix; readings: Float64Array };

/** The part of a policy that looks at the grid. */
export type Rule = Pick<
  EffectivePolicy,
  | "strategy"
  | "maxIntensity"
  | "minSavingPercent"
  | "percentile"
  | "percentileOf"
  | "greenFrom"
  | "greenUntil"
  | "timeZone"
  | "minimumChunkMs"
  | "uncertaintyMargin"
>;

export interface BacktestInput {
  /** ms since the epoch of slot 0 */
  startsAtMs: number;
  stepMs: number;
  choose: Choose;
  /** What was emitted, by the same slots: need not be what was chosen by. */
  account: Float64Array;
  jobs: readonly BacktestJob[];
  rule: Rule;
  /** The first decision stands: a plan made at the earliest start is not looked at again. */
  decideOnce?: boolean;
}

/** Why a Job started when it did, by its number in a result. */
export const START_REASONS = [
  "WindowOpen",
  "TooLittleToSave",
  "NoForecast",
  "SignalStale",
  "UnderLimit",
  "LatestStartReached",
] as const;
export type StartReason = (typeof START_REASONS)[number];

/** When each Job ran, in the order of the input. */
export interface Trace {
  starts: Int32Array;
  /** The slot after its last one. */
  ends: Int32Array;
  /** Index into START_REASONS. */
  reasons: Uint8Array;
  /** 1: its latest start came, and what it was waiting for had not. */
  fallbacks: Uint8Array;
  /** Sum over its slots of what was emitted, g/kWh; NaN where one of them is unknown. */
  slotGrams: Float64Array;
}

export const emptyTrace = (jobs: number): Trace => ({
  starts: new Int32Array(jobs).fill(-1),
  ends: new Int32Array(jobs).fill(-1),
  reasons: new Uint8Array(jobs),
  fallbacks: new Uint8Array(jobs),
  slotGrams: new Float64Array(jobs).fill(Number.NaN),
});

import type { SignalKind } from "../carbon/intensity.ts";
import type { StartReason } from "./input.ts";
import type { Totals } from "./totals.ts";

/** One Job of a backtest, at 1 kW. */
export interface BacktestedJob {
  arrivesAt: Date;
  startsAt: Date;
  /** The end of its last slot. */
  endsAt: Date;
  /** g at 1 kW; null where a slot was not measured. */
  grams: number | null;
  gramsAtOnce: number | null;
  delayMs: number;
  fallback: boolean;
  reason: StartReason;
}

/** What a policy would have done with Jobs at equal distances, by the product's own forecaster. */
export interface BacktestView {
  zone: string;
  provenance: string;
  signalKind: SignalKind;
  /** The first and the last arrival's range. */
  from: Date;
  to: Date;
  stepMs: number;
  /** Slots of that time without a reading. */
  gaps: number;
  totals: Totals;
  /** At most 200 Jobs, at equal distances. */
  sample: BacktestedJob[];
}

export type BacktestProgress = { kind: "progress"; share: number } | { kind: "done"; view: BacktestView };

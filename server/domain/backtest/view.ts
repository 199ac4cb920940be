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
export interface TriedView {
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
}

/** The same, and some of its Jobs. */
export interface BacktestView extends TriedView {
  /** At most 200 Jobs, at equal distances. */
  sample: BacktestedJob[];
}

/** What the policy would have saved with another longest wait, and what perfect foresight would have. */
export interface CurvePoint {
  maxDelayMs: number;
  savingPercent: number;
  idealPercent: number;
}
export interface CurveView {
  tried: TriedView;
  /** What it would replace; null where nothing was given, it is switched off, or no Job of it fits what is known. */
  inForce: TriedView | null;
  /** In the order that was asked for; those that no Job fits are left out. */
  points: CurvePoint[];
}

interface Progress {
  kind: "progress";
  /** 0 to 1 */
  share: number;
}
export type BacktestProgress = Progress | { kind: "done"; view: BacktestView };
export type CurveProgress = Progress | { kind: "done"; view: CurveView };

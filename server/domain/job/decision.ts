import type { CarbonSignal } from "../carbon/signal.ts";
import type { EffectivePolicy } from "../policy/resolve.ts";

export type RunNowReason =
  | "WindowOpen"
  | "UnderLimit"
  | "TooLittleToSave"
  | "NoForecast"
  | "SignalStale"
  | "PolicyDisabled"
  | "CarbonAwarenessPaused"
  | "RunNowRequested";
export type WaitReason = "BetterWindowAhead" | "AboveLimit" | "HeldByPerson";
export type FallbackReason = "LatestStartReached";
export type DecisionReason = RunNowReason | WaitReason | FallbackReason;

export type Decision =
  | { kind: "run-now"; reason: RunNowReason; savingPercent?: number }
  | { kind: "wait"; reason: WaitReason; until: Date; savingPercent: number }
  | { kind: "fallback"; reason: FallbackReason };

export interface DecisionJob {
  submittedAt: Date;
  durationMs: number;
  /** The earlier of submittedAt + maxDelay and deadline - duration. */
  latestStart: Date;
  /** A person asked to keep it back until its latest start. */
  heldByPerson?: boolean;
  /** A person asked to run it now. */
  runRequested?: boolean;
}

/** Everything a decision is made from; recorded whole, so that another process can make it again. */
export interface DecideInput {
  job: DecisionJob;
  policy: EffectivePolicy;
  signal: CarbonSignal | undefined;
  previous: Decision | undefined;
  now: Date;
}

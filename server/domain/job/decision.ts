import type { CarbonSignal } from "../carbon/signal.ts";
import type { EffectivePolicy } from "../policy/resolve.ts";
import type { PowerRoom } from "./power-room.ts";

export type RunNowReason =
  | "WindowOpen"
  | "UnderLimit"
  | "TooLittleToSave"
  | "NoForecast"
  | "SignalStale"
  | "PolicyDisabled"
  | "CarbonAwarenessPaused"
  | "RunNowRequested"
  | "DryRunBegan";
export type WaitReason =
  | "BetterWindowAhead"
  | "AboveLimit"
  | "OutsideGreenHours"
  | "HeldByPerson"
  | "WaitingForPower";
export type FallbackReason = "LatestStartReached";
export type DecisionReason = RunNowReason | WaitReason | FallbackReason;

/** `limitGramsPerKwh` is the limit in force where one was asked: the policy's own, or the value of its percentile. */
export type Decision =
  | { kind: "run-now"; reason: RunNowReason; savingPercent?: number; limitGramsPerKwh?: number }
  | { kind: "wait"; reason: WaitReason; until: Date; savingPercent: number; limitGramsPerKwh?: number }
  | { kind: "fallback"; reason: FallbackReason };

export interface DecisionJob {
  submittedAt: Date;
  /** The whole run's. */
  durationMs: number;
  /** The earlier of submittedAt + maxDelay and deadline - duration; of an interruptible Job that has run already, later by `ranMs`. */
  latestStart: Date;
  /** Interruptible only: how much of it has run so far, the present stretch included. */
  ranMs?: number;
  /** Interruptible only: it runs, and has without a break since then. */
  runningSince?: Date;
  /** A person asked to keep it back until its latest start. */
  heldByPerson?: boolean;
  /** A person asked to run it now. */
  runRequested?: boolean;
  /** It was held when its policy, or its cluster, turned into a dry run. */
  dryRunBegan?: boolean;
}

/** Everything a decision is made from; recorded whole, so that another process can make it again. */
export interface DecideInput {
  job: DecisionJob;
  policy: EffectivePolicy;
  signal: CarbonSignal | undefined;
  previous: Decision | undefined;
  now: Date;
  /** Where the cluster has a power cap; a Job that runs already has its place. */
  room?: PowerRoom;
}

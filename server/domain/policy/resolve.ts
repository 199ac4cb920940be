import { parseDuration } from "../duration.ts";
import { overridden } from "./overrides.ts";
import { BUILT_IN_POLICY, type CarbonPolicySpec } from "./spec.ts";

/** A policy as it holds for one Job: durations in milliseconds, overrides applied. */
export interface EffectivePolicy {
  /** "namespace/name" of the CarbonAwarePolicy, or "built-in". */
  source: string;
  enabled: boolean;
  paused: boolean;
  /** Decides and records, and touches no Job: its own word, or its cluster's. */
  dryRun: boolean;
  strategy: CarbonPolicySpec["strategy"];
  maxDelayMs: number;
  maxIntensity: number | undefined;
  minSavingPercent: number;
  durationMs: number;
  /** Where durationMs comes from; history: the median of the last Jobs of the same owner. */
  durationFrom: "annotation" | "history" | "policy";
  /** 1 to 99 */
  percentile: number;
  percentileOf: CarbonPolicySpec["percentileOf"];
  /** "HH:MM" in `timeZone`; greenUntil before greenFrom spans midnight. */
  greenFrom: string;
  greenUntil: string;
  timeZone: string;
  /** The least an interruptible Job runs before it is suspended again. */
  minimumChunkMs: number;
  /** 0 to 1: the share of the way from the forecast to the top of its band that is counted against waiting. */
  uncertaintyMargin: number;
  deadline: Date | undefined;
  mode: CarbonPolicySpec["mode"];
  greenPool: string;
  fallbackPool: string;
  zone: string;
}

export interface ResolveInput {
  policy: { source: string; spec: CarbonPolicySpec } | undefined;
  annotations: Readonly<Record<string, string>>;
  /** The cluster's zone, where the policy names none. */
  clusterZone: string;
  /** Carbon-awareness is paused for the whole cluster. */
  paused: boolean;
  /** The whole cluster is in a dry run. */
  dryRun?: boolean;
  /** What earlier Jobs of the same owner took, where enough of them are known. */
  historyMs?: number;
}

/**
 * Annotations over what the same owner's Jobs took before, over the policy; what could not be read is ignored and named in
 * `warnings`, one sentence each.
 */
export function resolvePolicy(input: ResolveInput): { policy: EffectivePolicy; warnings: string[] } {
  const { policy, annotations, clusterZone, paused, dryRun, historyMs } = input;
  const spec = policy?.spec ?? BUILT_IN_POLICY;
  return overridden(
    {
      source: policy?.source ?? "built-in",
      enabled: spec.enabled,
      paused,
      dryRun: [dryRun, spec.dryRun].includes(true),
      strategy: spec.strategy,
      maxDelayMs: parseDuration(spec.maxDelay) ?? 0,
      maxIntensity: spec.maxIntensity,
      minSavingPercent: spec.minSavingPercent,
      durationMs: historyMs ?? parseDuration(spec.expectedDuration) ?? 0,
      durationFrom: historyMs === undefined ? "policy" : "history",
      percentile: spec.percentile,
      percentileOf: spec.percentileOf,
      greenFrom: spec.greenFrom,
      greenUntil: spec.greenUntil,
      timeZone: spec.timeZone,
      minimumChunkMs: parseDuration(spec.minimumChunk) ?? 0,
      uncertaintyMargin: spec.uncertaintyMargin,
      deadline: undefined,
      mode: spec.mode,
      greenPool: spec.greenPool,
      fallbackPool: spec.fallbackPool,
      zone: spec.zone ?? clusterZone,
    },
    annotations,
  );
}

/**
 * The instant after which waiting is over. Never before the submission itself. Of a Job that has run for `ranMs` already it is the
 * latest start of the rest.
 */
export function latestStartOf(policy: EffectivePolicy, submittedAt: Date, ranMs = 0): Date {
  const byDelay = +submittedAt + policy.maxDelayMs;
  const byDeadline = policy.deadline ? +policy.deadline - policy.durationMs : Infinity;
  return new Date(Math.max(+submittedAt, Math.min(byDelay, byDeadline)) + Math.min(ranMs, policy.durationMs));
}

import { ANNOTATION } from "../job/annotations.ts";
import { parseDuration } from "../duration.ts";
import { BUILT_IN_POLICY, CarbonPolicySpec } from "./spec.ts";

/** A policy as it holds for one Job: durations in milliseconds, overrides applied. */
export interface EffectivePolicy {
  /** "namespace/name" of the CarbonAwarePolicy, or "built-in". */
  source: string;
  enabled: boolean;
  paused: boolean;
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
}

/** Annotations over the policy; what could not be read is ignored and named in `warnings`, one sentence each. */
export function resolvePolicy({ policy, annotations, clusterZone, paused }: ResolveInput): {
  policy: EffectivePolicy;
  warnings: string[];
} {
  const warnings: string[] = [];
  const spec = policy?.spec ?? BUILT_IN_POLICY;
  const effective: EffectivePolicy = {
    source: policy?.source ?? "built-in",
    enabled: spec.enabled,
    paused,
    strategy: spec.strategy,
    maxDelayMs: parseDuration(spec.maxDelay) ?? 0,
    maxIntensity: spec.maxIntensity,
    minSavingPercent: spec.minSavingPercent,
    durationMs: parseDuration(spec.expectedDuration) ?? 0,
    durationFrom: "policy",
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
  };

  const override = <T>(
    key: string,
    parse: (text: string) => T | undefined,
    expected: string,
    apply: (value: T) => void,
  ) => {
    const text = annotations[key];
    if (text === undefined) return;
    const value = parse(text);
    if (value === undefined) warnings.push(`${key}: "${text.slice(0, 80)}" is ignored; ${expected}.`);
    else apply(value);
  };
  override(
    ANNOTATION.maxDelay,
    parseAs(CarbonPolicySpec.shape.maxDelay),
    "give a duration up to 7d, such as 8h",
    (text) => {
      effective.maxDelayMs = parseDuration(text) ?? effective.maxDelayMs;
    },
  );
  override(
    ANNOTATION.duration,
    parseAs(CarbonPolicySpec.shape.expectedDuration),
    "give a duration from 1m to 7d, such as 90m",
    (text) => {
      effective.durationMs = parseDuration(text) ?? effective.durationMs;
      effective.durationFrom = "annotation";
    },
  );
  override(ANNOTATION.deadline, parseInstant, "give an instant such as 2026-11-22T18:00:00Z", (deadline) => {
    effective.deadline = deadline;
  });
  override(ANNOTATION.mode, parseAs(CarbonPolicySpec.shape.mode), "give prefer or require", (mode) => {
    effective.mode = mode;
  });
  override(
    ANNOTATION.strategy,
    parseStrategy(effective.maxIntensity),
    "give best-window, or threshold with a policy that has a limit",
    (strategy) => {
      effective.strategy = strategy;
    },
  );
  return { policy: effective, warnings };
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

const parseAs =
  <T>(schema: { safeParse(input: unknown): { success: true; data: T } | { success: false } }) =>
  (text: string): T | undefined => {
    const result = schema.safeParse(text);
    return result.success ? result.data : undefined;
  };

const parseStrategy = (maxIntensity: number | undefined) => (text: string) => {
  const result = CarbonPolicySpec.shape.strategy.safeParse(text);
  if (!result.success || (result.data === "threshold" && maxIntensity === undefined)) return undefined;
  return result.data;
};

function parseInstant(text: string): Date | undefined {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) ? new Date(text) : undefined;
  return at && !Number.isNaN(+at) ? at : undefined;
}

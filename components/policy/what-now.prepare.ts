import type { CarbonSignal } from "#server/domain/carbon/signal.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { parseDuration } from "#server/domain/duration.ts";
import { decide } from "#server/domain/job/decide.ts";
import type { Decision } from "#server/domain/job/decision.ts";
import { latestStartOf, resolvePolicy } from "#server/domain/policy/resolve.ts";
import type { CarbonPolicySpec } from "#server/domain/policy/spec.ts";

export interface Outcome {
  startsAt: Date;
  savingPercent: number;
  decision: Decision;
}
export interface WhatNowRow {
  durationMs: number;
  draft: Outcome;
  inForce: Outcome | null;
}
export interface CurvePoint {
  delayHours: number;
  savingPercent: number;
}

const DURATIONS_MS = [HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS];
const CURVE_HOURS = [0, 1, 2, 3, 4, 6, 8, 10, 12, 15, 18, 21, 24, 28, 32, 36, 42, 48];

export const signalOf = (zone: ZoneView): CarbonSignal => ({
  zone: zone.zone,
  kind: zone.signalKind,
  latest: zone.latest ?? undefined,
  recent: zone.recent,
  forecast: zone.forecast ?? undefined,
  provenance: zone.provenance,
  latenessMs: zone.latenessMs,
});

/** What `decide` says of a Job of that length submitted now: the very function that holds Jobs. */
export function outcomeOf(spec: CarbonPolicySpec, zone: ZoneView, durationMs: number, now: Date): Outcome {
  const { policy } = resolvePolicy({
    policy: { source: "draft", spec },
    annotations: {},
    clusterZone: zone.zone,
    paused: false,
  });
  const job = { submittedAt: now, durationMs, latestStart: latestStartOf({ ...policy, durationMs }, now) };
  const decision = decide({ job, policy, signal: signalOf(zone), previous: undefined, now });
  return decision.kind === "wait"
    ? { startsAt: decision.until, savingPercent: decision.savingPercent, decision }
    : { startsAt: now, savingPercent: 0, decision };
}

/** Jobs of some usual lengths and of the draft's own, shortest first. */
export function whatNow(
  draft: CarbonPolicySpec,
  inForce: CarbonPolicySpec | undefined,
  zone: ZoneView,
  now: Date,
): WhatNowRow[] {
  const own = parseDuration(draft.expectedDuration) ?? HOUR_MS;
  return [...new Set([...DURATIONS_MS, own])]
    .toSorted((a, b) => a - b)
    .map((durationMs) => ({
      durationMs,
      draft: outcomeOf(draft, zone, durationMs, now),
      inForce: inForce ? outcomeOf(inForce, zone, durationMs, now) : null,
    }));
}

/** What a Job submitted now would save, by the longest wait that is allowed it. */
export function savingByDelay(spec: CarbonPolicySpec, zone: ZoneView, now: Date): CurvePoint[] {
  const durationMs = parseDuration(spec.expectedDuration) ?? HOUR_MS;
  return CURVE_HOURS.map((delayHours) => ({
    delayHours,
    savingPercent: outcomeOf({ ...spec, maxDelay: `${delayHours}h` }, zone, durationMs, now).savingPercent,
  }));
}

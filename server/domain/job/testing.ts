import { HOUR_MS } from "../clock.ts";
import type { Forecast } from "../carbon/forecast.ts";
import type { CarbonSignal } from "../carbon/signal.ts";
import { resolvePolicy, type EffectivePolicy } from "../policy/resolve.ts";
import type { Job } from "../kubernetes.ts";
import type { DecideInput } from "./decision.ts";

/** The hours of 5 January 2026, UTC; fractions are minutes. */
export const at = (hour: number): Date => new Date(Date.UTC(2026, 0, 5) + hour * HOUR_MS);

export const forecastOf = (hourly: readonly (number | null)[], startsAt = at(0)): Forecast => ({
  generatedAt: startsAt,
  startsAt,
  stepMs: HOUR_MS,
  gramsPerKwh: hourly,
  method: "test",
});

/** A zone whose last reading ended at `now`, with this forecast. */
export const signalOf = (
  hourly: readonly (number | null)[] | undefined,
  { now = at(0), latest = 300, startsAt = at(0) }: { now?: Date; latest?: number; startsAt?: Date } = {},
): CarbonSignal => ({
  zone: "DE",
  kind: "average",
  latest: {
    startsAt: new Date(+now - HOUR_MS),
    stepMs: HOUR_MS,
    gramsPerKwh: latest,
    quality: "measured",
  },
  recent: [],
  forecast: hourly && forecastOf(hourly, startsAt),
  provenance: "test",
});

export const policyOf = (change: Partial<EffectivePolicy> = {}): EffectivePolicy => ({
  ...resolvePolicy({ policy: undefined, annotations: {}, clusterZone: "DE", paused: false }).policy,
  ...change,
});

export const inputOf = (
  hourly: readonly (number | null)[] | undefined,
  change: Partial<Omit<DecideInput, "job" | "policy">> & {
    job?: Partial<DecideInput["job"]>;
    policy?: Partial<EffectivePolicy>;
  } = {},
): DecideInput => {
  const now = change.now ?? at(0);
  return {
    signal: "signal" in change ? change.signal : signalOf(hourly, { now }),
    previous: change.previous,
    now,
    job: { submittedAt: at(0), durationMs: HOUR_MS, latestStart: at(3), ...change.job },
    policy: policyOf(change.policy),
    ...(change.room && { room: change.room }),
  };
};

/** A repeatable stream of numbers in 0..1. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

/** A Job as the API server holds it, carbon-aware unless told otherwise. */
export const jobOf = (
  change: {
    name?: string;
    namespace?: string;
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
    spec?: Partial<Job["spec"]>;
    status?: Job["status"];
  } = {},
): Job => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: {
    name: change.name ?? "era5-regrid",
    namespace: change.namespace ?? "climate",
    uid: "u1",
    resourceVersion: "10",
    creationTimestamp: "2026-01-05T00:00:00Z",
    labels: change.labels,
    annotations: { "carbon-aware.io/enabled": "true", ...change.annotations },
  },
  spec: {
    template: { spec: { containers: [{ name: "main", resources: { requests: { cpu: "2" } } }] } },
    ...change.spec,
  },
  status: change.status,
});

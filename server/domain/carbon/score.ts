import { z } from "zod";
import type { Forecast } from "./forecast.ts";
import type { Intensity } from "./intensity.ts";
import type { CarbonSignal } from "./signal.ts";

export const SCORE_API_VERSION = "carbon-aware.io/v1alpha1";
export const SCORE_KIND = "CarbonScore";
export const SCORE_PLURAL = "carbonscores";

/** The object's name in a cluster; the exact zone stands in the spec. */
export const scoreNameOf = (zone: string): string =>
  zone
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, "-")
    .replaceAll(/^[.-]+|[.-]+$/g, "");

const Instant = z.iso.datetime().meta({ description: "an instant, UTC" });
const StepMs = z.int().min(1).meta({ description: "the length of a slot, ms" });
const Grams = z.number().min(0).meta({ description: "gCO2eq/kWh" });
const Slots = z.array(Grams.nullable());

/** Neighbouring slots of one step and quality. A gap in the readings ends a run. */
const Run = z.object({
  startsAt: Instant,
  stepMs: StepMs,
  quality: z.enum(["measured", "estimated"]),
  gramsPerKwh: z.array(Grams).min(1),
});

/** All that an agent knows of a zone: the CRD `CarbonScore`, cluster-scoped, one a zone. */
export const CarbonScoreSpec = z.object({
  zone: z.string().min(1).max(64),
  signal: z.enum(["average", "marginal"]),
  provenance: z.string().meta({ description: 'where it comes from, e.g. "recorded 2022, replayed"' }),
  latenessMs: z.int().min(0).optional().meta({ description: "how late its source always is, ms" }),
  latest: Run.optional().meta({ description: "the newest reading" }),
  recent: z.array(Run).default([]).meta({ description: "trailing readings in order of time, gaps absent" }),
  forecast: z
    .object({
      generatedAt: Instant,
      startsAt: Instant,
      stepMs: StepMs,
      method: z.string(),
      gramsPerKwh: Slots,
      low: Slots.optional(),
      high: Slots.optional(),
    })
    .optional()
    .meta({ description: "what is foreseen, null where nothing is; generatedAt is its vintage" }),
});
export type CarbonScoreSpec = z.infer<typeof CarbonScoreSpec>;
type Run = z.infer<typeof Run>;

/** The newest of a zone as it stands in a cluster. */
export const scoreObject = (signal: CarbonSignal) => ({
  apiVersion: SCORE_API_VERSION,
  kind: SCORE_KIND,
  metadata: { name: scoreNameOf(signal.zone), labels: { "app.kubernetes.io/managed-by": "karbonetes" } },
  spec: toScore(signal),
});

/** The signal as it travels to a cluster; `fromScore` gives exactly the same signal back. */
export function toScore(signal: CarbonSignal): CarbonScoreSpec {
  return {
    zone: signal.zone,
    signal: signal.kind,
    provenance: signal.provenance,
    ...(signal.latenessMs !== undefined && { latenessMs: signal.latenessMs }),
    ...(signal.latest && { latest: runsOf([signal.latest])[0] }),
    recent: runsOf(signal.recent),
    ...(signal.forecast && {
      forecast: {
        generatedAt: signal.forecast.generatedAt.toISOString(),
        startsAt: signal.forecast.startsAt.toISOString(),
        stepMs: signal.forecast.stepMs,
        method: signal.forecast.method,
        gramsPerKwh: [...signal.forecast.gramsPerKwh],
        ...(signal.forecast.low && { low: [...signal.forecast.low] }),
        ...(signal.forecast.high && { high: [...signal.forecast.high] }),
      },
    }),
  };
}

export function fromScore(spec: CarbonScoreSpec): CarbonSignal {
  return {
    zone: spec.zone,
    kind: spec.signal,
    provenance: spec.provenance,
    ...(spec.latenessMs !== undefined && { latenessMs: spec.latenessMs }),
    latest: spec.latest && readingsOf(spec.latest)[0],
    recent: spec.recent.flatMap(readingsOf),
    forecast: spec.forecast && forecastOf(spec.forecast),
  };
}

function runsOf(readings: readonly Intensity[]): Run[] {
  const runs: Run[] = [];
  let endsAt = Number.NaN;
  for (const { startsAt, stepMs, quality, gramsPerKwh } of readings) {
    const run = runs.at(-1);
    if (run && +startsAt === endsAt && run.stepMs === stepMs && run.quality === quality) {
      run.gramsPerKwh.push(gramsPerKwh);
    } else {
      runs.push({ startsAt: startsAt.toISOString(), stepMs, quality, gramsPerKwh: [gramsPerKwh] });
    }
    endsAt = +startsAt + stepMs;
  }
  return runs;
}

const readingsOf = ({ startsAt, stepMs, quality, gramsPerKwh }: Run): Intensity[] =>
  gramsPerKwh.map((grams, slot) => ({
    startsAt: new Date(Date.parse(startsAt) + slot * stepMs),
    stepMs,
    gramsPerKwh: grams,
    quality,
  }));

const forecastOf = (spec: NonNullable<CarbonScoreSpec["forecast"]>): Forecast => ({
  ...spec,
  generatedAt: new Date(spec.generatedAt),
  startsAt: new Date(spec.startsAt),
});

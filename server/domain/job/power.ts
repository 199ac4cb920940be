import { z } from "zod";
import { HOUR_MS } from "../clock.ts";
import type { Job } from "../kubernetes.ts";
import { valueAt } from "./fields.ts";

/** How watts are estimated from requests; editable in the settings. */
export const PowerModel = z.object({
  wattsPerVcpu: z
    .number({ error: "Give the watts per vCPU as a number." })
    .min(0.1, { error: "Watts per vCPU are from 0.1 to 100." })
    .max(100, { error: "Watts per vCPU are from 0.1 to 100." })
    .default(2.12),
  pue: z
    .number({ error: "Give the PUE as a number." })
    .min(1, { error: "A PUE is from 1 to 3." })
    .max(3, { error: "A PUE is from 1 to 3." })
    .default(1.135),
});
export type PowerModel = z.infer<typeof PowerModel>;
export const DEFAULT_POWER: PowerModel = PowerModel.parse({});

const WATTS_PER_GPU = 300;
export const GPU = "nvidia.com/gpu";
/** A container that asks for nothing still runs: it counts as one. */
const VCPUS_UNASKED = 1;

const SUFFIX: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity ("500m", "2", "1.5Gi", "1e3") as a number; undefined for anything else. */
export function parseQuantity(text: string | number | undefined): number | undefined {
  if (typeof text === "number") return Number.isFinite(text) && text >= 0 ? text : undefined;
  const match = /^(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d{1,3}|[numkMGTPE]|[KMGTPE]i)?$/.exec(text?.trim() ?? "");
  if (!match) return undefined;
  const [, digits = "", suffix = ""] = match;
  return suffix.startsWith("e") ? Number(digits + suffix) : Number(digits) * (SUFFIX[suffix] ?? Number.NaN);
}

/** What containers ask of one resource: requests, else limits, which Kubernetes then takes for requests. */
export function askedOf(containers: readonly unknown[], resource: string, unasked: number): number {
  return containers.reduce<number>((sum, container) => {
    const asked =
      valueAt(container, ["resources", "requests", resource]) ??
      valueAt(container, ["resources", "limits", resource]);
    const isQuantity = typeof asked === "string" || typeof asked === "number";
    return sum + ((isQuantity ? parseQuantity(asked) : undefined) ?? unasked);
  }, 0);
}

/** Pods of one Job that run side by side. */
function podsOf({ spec }: Pick<Job, "spec">): number {
  const parallelism = spec.parallelism ?? 1;
  return Math.max(1, Math.min(parallelism, spec.completions ?? parallelism));
}

/** Estimated mean power while a Job runs: requests x watts per vCPU x PUE. */
export function powerOf(job: Pick<Job, "spec">, model: PowerModel): { watts: number; vcpus: number } {
  const pods = podsOf(job);
  const vcpus = pods * askedOf(job.spec.template.spec.containers, "cpu", VCPUS_UNASKED);
  const gpus = pods * askedOf(job.spec.template.spec.containers, GPU, 0);
  return { vcpus, watts: (vcpus * model.wattsPerVcpu + gpus * WATTS_PER_GPU) * model.pue };
}

/** Grams of a run at a mean intensity. */
export const gramsOf = (watts: number, durationMs: number, gramsPerKwh: number): number =>
  (watts / 1_000) * (durationMs / HOUR_MS) * gramsPerKwh;

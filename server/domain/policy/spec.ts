import { z } from "zod";
import { DAY_MS, MINUTE_MS } from "../clock.ts";
import { durationBetween } from "../duration.ts";

export const POLICY_API_VERSION = "carbon-aware.io/v1alpha1";
export const POLICY_KIND = "CarbonAwarePolicy";
/** The cluster's default lives here: `karbonetes-system/default`. */
export const SYSTEM_NAMESPACE = "karbonetes-system";
export const DEFAULT_POLICY_NAME = "default";

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
export const KubernetesName = z
  .string()
  .min(1, { error: "Give a name." })
  .max(63, { error: "A name has at most 63 characters." })
  .regex(dnsLabel, {
    error: "Use lower-case letters, digits and hyphens; begin and end with a letter or digit.",
  });

/** For the CRD; the bounds themselves are the schema's own check. */
const DURATION = String.raw`^\d{1,6}[smhd]$`;

/** One schema for the form, the API, the CRD and the admission check. */
export const CarbonPolicySpec = z
  .object({
    enabled: z.boolean().default(true).meta({ description: "false: every Job runs at once, and says so" }),
    strategy: z.enum(["best-window", "threshold"]).default("best-window").meta({
      description:
        "best-window: the cheapest stretch before the latest start; threshold: as soon as the grid is at or under maxIntensity",
    }),
    maxDelay: durationBetween(0, 7 * DAY_MS)
      .default("24h")
      .meta({ description: "the longest wait from submission to start, e.g. 8h", pattern: DURATION }),
    maxIntensity: z
      .number({ error: "Give the limit as a number of g/kWh." })
      .min(1, { error: "The limit is from 1 to 2000 g/kWh." })
      .max(2_000, { error: "The limit is from 1 to 2000 g/kWh." })
      .optional()
      .meta({ description: "gCO2eq/kWh: at or under it a Job starts at once" }),
    minSavingPercent: z
      .number({ error: "Give the least saving as a number from 0 to 90." })
      .min(0, { error: "The least saving is from 0 to 90 %." })
      .max(90, { error: "The least saving is from 0 to 90 %." })
      .default(5)
      .meta({ description: "a wait that saves less is not worth it" }),
    expectedDuration: durationBetween(MINUTE_MS, 7 * DAY_MS)
      .default("1h")
      .meta({ description: "how long a Job runs that does not say so itself", pattern: DURATION }),
    mode: z.enum(["prefer", "require"]).default("prefer").meta({
      description:
        "prefer: a released Job prefers the green pool; require: it may run nowhere else, until its latest start",
    }),
    greenPool: KubernetesName.default("green").meta({
      description: "the NodePool for Jobs released into a window",
    }),
    fallbackPool: KubernetesName.default("fallback").meta({
      description: "the NodePool for Jobs released by their latest start",
    }),
    zone: z.string().min(1).max(64).optional().meta({ description: "grid zone; default: the cluster's" }),
  })
  .superRefine((spec, context) => {
    if (spec.strategy === "threshold" && spec.maxIntensity === undefined) {
      context.addIssue({
        code: "custom",
        path: ["maxIntensity"],
        message: "The strategy threshold needs a limit in g/kWh.",
      });
    }
  });
export type CarbonPolicySpec = z.infer<typeof CarbonPolicySpec>;
export type CarbonPolicySpecInput = z.input<typeof CarbonPolicySpec>;

/** What holds where nobody wrote a policy. */
export const BUILT_IN_POLICY: CarbonPolicySpec = CarbonPolicySpec.parse({});

import { z } from "zod";
import { TimeZone } from "../carbon/source-config.ts";
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

/** best-window, unless a policy says otherwise. */
export const STRATEGIES = ["best-window", "threshold", "percentile", "static", "interruptible"] as const;
export type Strategy = (typeof STRATEGIES)[number];

const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "Give a time of day such as 10:00 or 16:30." });

/** One schema for the form, the API, the CRD and the admission check. */
export const CarbonPolicySpec = z
  .object({
    enabled: z.boolean().default(true).meta({ description: "false: every Job runs at once, and says so" }),
    dryRun: z.boolean({ error: "Give dryRun as true or false." }).default(false).meta({
      description: "true: it decides and records what it would have done, and touches no Job",
    }),
    strategy: z.enum(STRATEGIES).default("best-window").meta({
      description:
        "best-window: the cheapest stretch before the latest start; threshold: as soon as the grid is at or under maxIntensity; percentile: as soon as it is at or under a percentile of its own; static: between greenFrom and greenUntil; interruptible: like best-window, but split over several windows, for Jobs that save what they have done",
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
    percentile: z
      .int({ error: "Give the percentile as a whole number from 1 to 99." })
      .min(1, { error: "The percentile is from 1 to 99." })
      .max(99, { error: "The percentile is from 1 to 99." })
      .default(30)
      .meta({ description: "strategy percentile: at or under this percentile a Job starts" }),
    percentileOf: z.enum(["trailing-week", "forecast"]).default("trailing-week").meta({
      description:
        "trailing-week: of the last seven days' readings; forecast: of what is foreseen until the latest start",
    }),
    greenFrom: TimeOfDay.default("10:00").meta({
      description: "strategy static: when the green hours begin",
    }),
    greenUntil: TimeOfDay.default("16:00").meta({
      description: "strategy static: when they end; before greenFrom they span midnight",
    }),
    timeZone: TimeZone.default("UTC").meta({
      description: "the time zone of the green hours, e.g. Europe/Berlin",
    }),
    minimumChunk: durationBetween(MINUTE_MS, 7 * DAY_MS)
      .default("30m")
      .meta({
        description: "strategy interruptible: the least a Job runs before it is suspended again",
        pattern: DURATION,
      }),
    uncertaintyMargin: z
      .number({ error: "Give the margin as a number from 0 to 1." })
      .min(0, { error: "The margin is from 0 to 1." })
      .max(1, { error: "The margin is from 0 to 1." })
      .default(0)
      .meta({
        description:
          "how much of the forecast's upper error is counted against waiting: 0 trusts it, 1 counts each hour at the top of its band",
      }),
    minSavingPercent: z
      .number({ error: "Give the least saving as a number from 0 to 90." })
      .min(0, { error: "The least saving is from 0 to 90 %." })
      .max(90, { error: "The least saving is from 0 to 90 %." })
      .default(2)
      .meta({ description: "a wait that saves less is not worth it" }),
    expectedDuration: durationBetween(MINUTE_MS, 7 * DAY_MS)
      .default("1h")
      .meta({ description: "how long a Job runs that does not say so itself", pattern: DURATION }),
    mode: z.enum(["prefer", "require"]).default("prefer").meta({
      description:
        "prefer: a released Job prefers the green pool; require: it may run nowhere else, until its latest start",
    }),
    greenPool: KubernetesName.default("green").meta({
      description:
        "the NodePool, or the label carbon-aware.io/pool of the nodes, for Jobs released into a window",
    }),
    fallbackPool: KubernetesName.default("fallback").meta({
      description:
        "the NodePool, or the label carbon-aware.io/pool of the nodes, for Jobs released by their latest start",
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
    if (spec.greenFrom === spec.greenUntil) {
      context.addIssue({
        code: "custom",
        path: ["greenUntil"],
        message: "The green hours begin and end at the same time.",
      });
    }
  });
export type CarbonPolicySpec = z.infer<typeof CarbonPolicySpec>;
export type CarbonPolicySpecInput = z.input<typeof CarbonPolicySpec>;

/** What holds where nobody wrote a policy. */
export const BUILT_IN_POLICY: CarbonPolicySpec = CarbonPolicySpec.parse({});

import { z } from "zod";
import { freeForm } from "./slots.ts";

const Text = (what: string, most = 253) => z.string().max(most).default("").meta({ description: what });
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
const Anything = z.unknown() as z.ZodType<Json>;
type FreeForm = Record<string, Json>;

/** A map that people replace as a whole; Kubernetes checks it. */
export const FreeMap = (description: string, value: FreeForm = {}) =>
  z
    .record(z.string(), Anything)
    .default(() => freeForm({ ...value }))
    .meta({ description });

/** Labels and annotations. */
export const TextMap = (description: string, value: Record<string, string> = {}) =>
  z
    .record(z.string(), z.string())
    .default(() => freeForm({ ...value }))
    .meta({ description });

export const FreeList = (description: string) =>
  z
    .array(z.record(z.string(), Anything))
    .default(() => [])
    .meta({ description });

export const Toggle = (description: string, value: boolean) =>
  z.boolean().default(value).meta({ description });

export const Image = (repository: string) =>
  z
    .strictObject({
      repository: z
        .string()
        .min(1)
        .default(repository)
        .meta({ description: "with your registry in front; none is published yet" }),
      tag: Text("empty: the chart's appVersion", 128),
      pullPolicy: z.enum(["IfNotPresent", "Always", "Never"]).default("IfNotPresent"),
    })
    .prefault({});

export const LogLevel = z.enum(["fatal", "error", "warn", "info", "debug", "trace"]).default("info");

export const Placement = {
  nodeSelector: TextMap("which nodes"),
  tolerations: FreeList("which taints are borne"),
  affinity: FreeMap("beside the spread over nodes and zones"),
  priorityClassName: Text("such as system-cluster-critical"),
  podAnnotations: TextMap("on every pod"),
  imagePullSecrets: FreeList("such as [{name: registry}]"),
};

export const ServiceMonitorValues = z
  .strictObject({
    enabled: Toggle("needs the Prometheus operator", false),
    interval: z
      .string()
      .regex(/^\d{1,4}(s|m)$/)
      .default("30s"),
    labels: TextMap("by which your Prometheus chooses it"),
  })
  .prefault({});
export { Text };

import { z } from "zod";
import type { Scheduling } from "./placement.ts";

const Any = z.object({}).loose();
const Strings = z.record(z.string(), z.string()).optional();
const Term = z
  .object({ matchExpressions: z.array(z.object({ key: z.string() }).loose()).optional() })
  .loose();
const NodeAffinity = z
  .object({
    requiredDuringSchedulingIgnoredDuringExecution: z
      .object({ nodeSelectorTerms: z.array(Term) })
      .loose()
      .optional(),
    preferredDuringSchedulingIgnoredDuringExecution: z.array(Any).optional(),
  })
  .loose();
/** As much of where pods go as placement reads; the rest passes through untouched. */
const SchedulingSchema = z
  .object({
    tolerations: z.array(Any).optional(),
    nodeSelector: Strings,
    affinity: z.object({ nodeAffinity: NodeAffinity.optional() }).loose().optional(),
  })
  .loose();
export const PodSpecSchema = SchedulingSchema.extend({ containers: z.array(Any) });

/** Where the pods go of something that may be no pod spec at all; undefined where it cannot be read. */
export function schedulingOf(value: unknown): Scheduling | undefined {
  const parsed = SchedulingSchema.safeParse(value);
  return parsed.success ? (parsed.data as Scheduling) : undefined;
}

import { z } from "zod";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import { decide } from "#server/domain/job/decide.ts";
import type { DecideInput, Decision } from "#server/domain/job/decision.ts";
import { annotationsOf, isCarbonAware } from "#server/domain/job/facts.ts";
import { inputFor, type ClusterView } from "#server/domain/job/input.ts";
import { admissionPatch } from "#server/domain/job/patch.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { withoutNulls } from "./without-nulls.ts";

const Strings = z.record(z.string(), z.string()).optional();
const Any = z.object({}).loose();
const Owner = z.object({ uid: z.string(), controller: z.boolean().optional() }).loose();
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
const PodSpec = z
  .object({
    containers: z.array(Any),
    tolerations: z.array(Any).optional(),
    nodeSelector: Strings,
    affinity: z.object({ nodeAffinity: NodeAffinity.optional() }).loose().optional(),
  })
  .loose();
/** As much of a Job as is read; the rest passes through untouched. */
const JobObject = z
  .object({
    metadata: z
      .object({ labels: Strings, annotations: Strings, ownerReferences: z.array(Owner).optional() })
      .loose(),
    spec: z
      .object({
        suspend: z.boolean().optional(),
        managedBy: z.string().optional(),
        template: z
          .object({ metadata: z.object({ annotations: Strings }).loose().optional(), spec: PodSpec })
          .loose(),
      })
      .loose(),
  })
  .loose();
export const AdmissionReview = z.object({
  request: z.object({
    uid: z.string(),
    operation: z.string(),
    namespace: z.string().optional(),
    dryRun: z.boolean().nullish(),
    object: z.unknown(),
  }),
});
export type AdmissionRequest = z.infer<typeof AdmissionReview>["request"];

export interface AdmissionResponse {
  uid: string;
  allowed: true;
  patchType?: "JSONPatch";
  patch?: string;
  warnings?: string[];
}
export interface Admitted {
  job: Job;
  decision: Decision;
  input: DecideInput;
}

/**
 * What the API server is told of a Job that is being created. It is always allowed: carbon may delay work, never refuse it.
 * `admitted` is set when the Job is decided on and this is no dry run.
 */
export function reviewJob(
  request: AdmissionRequest,
  view: ClusterView,
  now: Date,
): { response: AdmissionResponse; admitted?: Admitted } {
  const { uid } = request;
  const allowed = { uid, allowed: true } as const;
  const parsed = JobObject.safeParse(withoutNulls(request.object));
  if (request.operation !== "CREATE" || !parsed.success) return { response: allowed };
  const job = asJob(parsed.data, request.namespace);
  if (!isCarbonAware(job)) return { response: { ...allowed, ...enabledWarning(job) } };

  const { input, warnings } = inputFor(job, view, { now, previous: undefined });
  const decision = decide(input);
  const patch = Buffer.from(JSON.stringify(admissionPatch(job, decision, input))).toString("base64");
  return {
    response: {
      ...allowed,
      patchType: "JSONPatch",
      patch,
      ...(warnings.length > 0 && { warnings: warnings.map(({ message }) => message) }),
    },
    ...(request.dryRun !== true && { admitted: { job, decision, input } }),
  };
}

/** An object that is being created has no creation time and has not run, whatever it claims. */
function asJob(object: z.infer<typeof JobObject>, namespace: string | undefined): Job {
  const job = object as unknown as Job;
  const { creationTimestamp: _, ...metadata } = job.metadata;
  const { [ANNOTATION.ran]: __, ...annotations } = metadata.annotations ?? {};
  return { ...job, metadata: { ...metadata, annotations, namespace: namespace ?? metadata.namespace } };
}

function enabledWarning(job: Job): { warnings: string[] } | undefined {
  const value = annotationsOf(job)[ANNOTATION.enabled];
  if (value === undefined || value === "true" || value === "false") return undefined;
  return { warnings: [`${ANNOTATION.enabled}: "${value.slice(0, 80)}" is ignored; give true or false.`] };
}

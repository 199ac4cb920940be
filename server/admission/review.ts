import { z } from "zod";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import { decide } from "#server/domain/job/decide.ts";
import type { DecideInput, Decision } from "#server/domain/job/decision.ts";
import { annotationsOf, isCarbonAware, obstacleOf } from "#server/domain/job/facts.ts";
import { textAt } from "#server/domain/job/fields.ts";
import { inputFor, type ClusterView } from "#server/domain/job/input.ts";
import { suspendableOwnerOf } from "#server/domain/job/lineage.ts";
import { admissionPatch, isPlacedByLoop } from "#server/domain/job/patch.ts";
import { PodSpecSchema } from "#server/domain/job/pod-schema.ts";
import { standInOf } from "#server/domain/job/stand-in.ts";
import { kindNamed } from "#server/domain/job/suspendable-kinds.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";

const Strings = z.record(z.string(), z.string()).optional();
const Text = z.string().optional();
const Owner = z
  .object({ uid: z.string(), controller: z.boolean().optional(), apiVersion: Text, kind: Text })
  .loose();
const Metadata = z
  .object({ labels: Strings, annotations: Strings, ownerReferences: z.array(Owner).optional() })
  .loose();
/** As much of a Job as is read; the rest passes through untouched. */
const JobObject = z
  .object({
    apiVersion: Text,
    kind: Text,
    metadata: Metadata,
    spec: z
      .object({
        suspend: z.boolean().optional(),
        managedBy: z.string().optional(),
        template: z
          .object({ metadata: z.object({ annotations: Strings }).loose().optional(), spec: PodSpecSchema })
          .loose(),
      })
      .loose(),
  })
  .loose();
/** Of an object of another kind: what stands deeper is read by its row in the table of kinds, place by place. */
const CustomObject = z
  .object({ apiVersion: z.string(), kind: z.string(), metadata: Metadata, spec: z.object({}).loose() })
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
<<<<<<< HEAD
 * What the API server is told of a Job, or an object of another suspendable kind, that is being created. It is always allowed: carbon
 * may delay work, never refuse it. `admitted` is set when the Job is decided on and the request is no dry run. Where the policy is one,
 * the Job passes as it is: the loop decides on it and writes that down.
=======
 * What the API server is told of a Job, or of an object of another suspendable kind, that is being created. It is always allowed:
 * carbon may delay work, never refuse it.
 * `admitted` is set when the Job is decided on and this is no dry run.
>>>>>>> kinds
 */
export function reviewJob(
  request: AdmissionRequest,
  view: ClusterView,
  now: Date,
): { response: AdmissionResponse; admitted?: Admitted } {
  const { uid } = request;
  const allowed = { uid, allowed: true } as const;
  const job = request.operation === "CREATE" ? jobIn(request) : undefined;
  if (!job) return { response: allowed };
  if (!isCarbonAware(job)) return { response: { ...allowed, ...warningOf(job) } };
  // The loop has the second look at one whose owner is not known yet.
  if (suspendableOwnerOf(job) && view.waitsByOwner?.(job) !== false) return { response: allowed };

  const { input, warnings } = inputFor(job, view, { now, previous: undefined });
  const warned = {
    ...allowed,
    ...(warnings.length > 0 && { warnings: warnings.map(({ message }) => message) }),
  };
  if (input.policy.dryRun) return { response: warned };
  const decision = decide(input);
  const patch = Buffer.from(JSON.stringify(admissionPatch(job, decision, input))).toString("base64");
  return {
    response: { ...warned, patchType: "JSONPatch", patch },
    ...(request.dryRun !== true && !isPlacedByLoop(job, decision) && { admitted: { job, decision, input } }),
  };
}

/** To Kubernetes a null field is an absent one. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => (field === null ? [] : [[key, withoutNulls(field)]])),
  );
}

/** The Job that is being created, or that stands for what is; undefined for what cannot be read as one. */
function jobIn({ object, namespace }: AdmissionRequest): Job | undefined {
  const plain = withoutNulls(object);
  const kind = kindNamed({ apiVersion: textAt(plain, "apiVersion"), kind: textAt(plain, "kind") });
  const parsed = (kind?.status ? CustomObject : JobObject).safeParse(plain);
  return parsed.success ? standInOf(asCreated(parsed.data as unknown as KubeObject, namespace)) : undefined;
}

/** An object that is being created has no creation time and has not run, whatever it claims. */
function asCreated(object: KubeObject, namespace: string | undefined): KubeObject {
  const { creationTimestamp: _, ...metadata } = object.metadata;
  const { [ANNOTATION.ran]: __, ...annotations } = metadata.annotations ?? {};
  return { ...object, metadata: { ...metadata, annotations, namespace: namespace ?? metadata.namespace } };
}

/** Why one that asks for carbon-awareness does not get it, where that is no plain no. */
function warningOf(job: Job): { warnings: string[] } | undefined {
  const value = annotationsOf(job)[ANNOTATION.enabled];
  const obstacle = value === "true" ? obstacleOf(job) : undefined;
  if (obstacle !== undefined) return { warnings: [obstacle] };
  if (value === undefined || value === "true" || value === "false") return undefined;
  return { warnings: [`${ANNOTATION.enabled}: "${value.slice(0, 80)}" is ignored; give true or false.`] };
}

import { z } from "zod";

export const CLUSTER_API_VERSION = "cluster.x-k8s.io/v1beta2";

const Condition = z.looseObject({
  type: z.string(),
  status: z.enum(["True", "False", "Unknown"]),
  reason: z.string().default(""),
  message: z.string().default(""),
  lastTransitionTime: z.string().optional(),
  observedGeneration: z.int().optional(),
});
export type ClusterApiCondition = z.infer<typeof Condition>;

/** Machines of the control plane, or of all pools. A number that is absent was not counted yet; it is not 0. */
const Replicas = z.looseObject({
  desiredReplicas: z.int().optional(),
  replicas: z.int().optional(),
  readyReplicas: z.int().optional(),
  upToDateReplicas: z.int().optional(),
  versions: z.array(z.looseObject({ version: z.string() })).default([]),
  /** Versions that are still to come, while an upgrade is under way. */
  upgradePlan: z.array(z.looseObject({ version: z.string() })).default([]),
});
export type Replicas = z.infer<typeof Replicas>;

/** Who wrote which fields. */
const Managed = z.looseObject({
  manager: z.string().optional(),
  fieldsV1: z.looseObject({ "f:spec": z.looseObject({}).optional() }).optional(),
});

/** What we read of a Cluster object, v1beta2. Its old `Ready` lives under `deprecated` and is not read. */
export const ClusterObject = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string().optional(),
    generation: z.int().default(1),
    deletionTimestamp: z.string().optional(),
    finalizers: z.array(z.string()).default([]),
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
    managedFields: z.array(Managed).default([]),
  }),
  spec: z
    .looseObject({
      paused: z.boolean().default(false),
      controlPlaneEndpoint: z.looseObject({ host: z.string(), port: z.int() }).optional(),
      topology: z.looseObject({ version: z.string() }).optional(),
    })
    .prefault({}),
  status: z
    .looseObject({
      conditions: z.array(Condition).default([]),
      controlPlane: Replicas.optional(),
      workers: Replicas.optional(),
    })
    .prefault({}),
});
export type ClusterObject = z.infer<typeof ClusterObject>;

export const clusterCondition = (cluster: ClusterObject, type: string): ClusterApiCondition | undefined =>
  cluster.status.conditions.find((condition) => condition.type === type);

export const holds = (cluster: ClusterObject, type: string): boolean =>
  clusterCondition(cluster, type)?.status === "True";

export const PAUSED_MARK = "cluster.x-k8s.io/paused";

/** Which part of it pauses it, that which pauses its machines too first; undefined while it is looked after. */
export function pauseOf({ metadata, spec }: ClusterObject): "spec.paused" | "annotation" | undefined {
  if (spec.paused) return "spec.paused";
  return PAUSED_MARK in metadata.annotations ? "annotation" : undefined;
}

/** Whether it was this manager that paused it. */
export const isPausedBy = (manager: string, { metadata, spec }: ClusterObject): boolean =>
  spec.paused &&
  metadata.managedFields.some(
    (each) => each.manager === manager && each.fieldsV1?.["f:spec"]?.["f:paused"] !== undefined,
  );

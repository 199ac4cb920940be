import { z } from "zod";

const Condition = z.looseObject({
  type: z.string(),
  status: z.enum(["True", "False", "Unknown"]),
  reason: z.string().default(""),
  message: z.string().default(""),
  lastTransitionTime: z.coerce.date().optional().catch(undefined),
});
export type TreeObjectCondition = z.infer<typeof Condition>;

/** v1beta2 refers to a kind without its version. */
const Reference = z.looseObject({ apiGroup: z.string(), kind: z.string(), name: z.string() });
export type TreeReference = z.infer<typeof Reference>;

const Text = z.string().optional().catch(undefined);
const Count = z.int().optional().catch(undefined);
/** Machines as their owner counts them. A number that is absent was not counted yet; it is not 0. */
const Counters = {
  replicas: Count,
  desiredReplicas: Count,
  availableReplicas: Count,
  readyReplicas: Count,
  upToDateReplicas: Count,
};

/** What the tree reads of any object of a Cluster: providers bring kinds of their own, so whatever is odd in one is left out. */
export const TreeObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().default(""),
    uid: z.string(),
    creationTimestamp: z.coerce.date().optional().catch(undefined),
    deletionTimestamp: z.coerce.date().optional(),
    finalizers: z.array(z.string()).default([]),
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
    ownerReferences: z
      .array(z.looseObject({ kind: z.string(), uid: z.string(), controller: z.boolean().default(false) }))
      .default([]),
  }),
  spec: z
    .looseObject({
      version: Text,
      replicas: Count,
      topology: z.looseObject({ version: Text }).optional().catch(undefined),
      template: z
        .looseObject({ spec: z.looseObject({ version: Text }).optional().catch(undefined) })
        .optional()
        .catch(undefined),
      infrastructureRef: Reference.optional().catch(undefined),
      controlPlaneRef: Reference.optional().catch(undefined),
      bootstrap: z
        .looseObject({ configRef: Reference.optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .prefault({})
    .catch({}),
  status: z
    .looseObject({
      ...Counters,
      conditions: z.array(Condition).default([]).catch([]),
      controlPlane: z.looseObject(Counters).optional().catch(undefined),
      workers: z.looseObject(Counters).optional().catch(undefined),
      nodeRef: z.looseObject({ name: z.string() }).optional().catch(undefined),
    })
    .prefault({}),
});
export type TreeObject = z.infer<typeof TreeObject>;

/** Everything that is there of one Cluster, as it was read. */
export interface ClusterObjects {
  cluster: TreeObject;
  machineDeployments: readonly TreeObject[];
  machineSets: readonly TreeObject[];
  machinePools: readonly TreeObject[];
  machines: readonly TreeObject[];
  /** Infrastructure, control plane and bootstrap, which other objects refer to. */
  referred: readonly TreeObject[];
}

export const conditionOf = (object: TreeObject, type: string): TreeObjectCondition | undefined =>
  object.status.conditions.find((condition) => condition.type === type);

export const isDeleting = ({ metadata }: TreeObject): boolean => metadata.deletionTimestamp !== undefined;

const CONTROL_PLANE_LABEL = "cluster.x-k8s.io/control-plane"; // present is enough, whatever its value
export const isControlPlaneMachine = ({ metadata }: TreeObject): boolean =>
  CONTROL_PLANE_LABEL in metadata.labels;

export const isControlledBy = (object: TreeObject, owner: TreeObject): boolean =>
  object.metadata.ownerReferences.some(({ uid, controller }) => controller && uid === owner.metadata.uid);

/** The object that is referred to, where it was found. */
export const referredIn = (
  objects: readonly TreeObject[],
  reference: TreeReference | undefined,
): TreeObject | undefined =>
  reference &&
  objects.find(
    ({ apiVersion, kind, metadata }) =>
      apiVersion.split("/")[0] === reference.apiGroup &&
      kind === reference.kind &&
      metadata.name === reference.name,
  );

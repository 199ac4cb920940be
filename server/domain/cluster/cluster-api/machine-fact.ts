import { z } from "zod";

/** What an operation must know of one machine. */
export interface MachineFact {
  name: string;
  /** The pool that it is of; null for the control plane. */
  pool: string | null;
  version: string | undefined;
  /** Undefined until Cluster API has said it. */
  ready: boolean | undefined;
  madeAt: Date;
  deleting: boolean;
}

export const CLUSTER_LABEL = "cluster.x-k8s.io/cluster-name";
const POOL_LABEL = "topology.cluster.x-k8s.io/deployment-name";
const CONTROL_PLANE_LABEL = "cluster.x-k8s.io/control-plane";

const Machine = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    creationTimestamp: z.coerce.date(),
    deletionTimestamp: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.looseObject({ version: z.string().optional() }).prefault({}),
  status: z
    .looseObject({
      conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]),
    })
    .prefault({}),
});

/** A Machine object, v1beta2. One that is of no pool of the topology is left out. */
export function machineFact(object: unknown): MachineFact | undefined {
  const { metadata, spec, status } = Machine.parse(object);
  const pool = CONTROL_PLANE_LABEL in metadata.labels ? null : metadata.labels[POOL_LABEL];
  if (pool === undefined) return undefined;
  const ready = status.conditions.find(({ type }) => type === "Ready")?.status;
  return {
    name: metadata.name,
    pool,
    version: spec.version,
    ready: ready === undefined ? undefined : ready === "True",
    madeAt: metadata.creationTimestamp,
    deleting: metadata.deletionTimestamp !== undefined,
  };
}

export const machinesOf = (machines: readonly MachineFact[], pool: string | null): MachineFact[] =>
  machines.filter((machine) => machine.pool === pool && !machine.deleting);

import { ClusterObject, type Replicas } from "./cluster-object.ts";

/** "True", or the reason with its message where it is not. */
type Said = "True" | "False" | { reason: string; message?: string; status?: "True" | "Unknown" };

/** A Cluster object as its controllers leave it, for tests. */
export function clusterOf({
  conditions = {},
  controlPlane,
  workers,
  generation = 2,
  observedGeneration = generation,
  ...rest
}: {
  conditions?: Record<string, Said>;
  controlPlane?: Partial<Replicas>;
  workers?: Partial<Replicas>;
  generation?: number;
  observedGeneration?: number;
  paused?: boolean;
  annotations?: Record<string, string>;
  deletionTimestamp?: string;
}): ClusterObject {
  return ClusterObject.parse({
    metadata: {
      name: "heron",
      namespace: "fleet",
      generation,
      annotations: rest.annotations,
      deletionTimestamp: rest.deletionTimestamp,
    },
    spec: { paused: rest.paused },
    status: {
      controlPlane,
      workers,
      conditions: Object.entries(conditions).map(([type, said]) => ({
        type,
        observedGeneration,
        ...(typeof said === "string"
          ? { status: said, reason: said }
          : { status: "False", message: "", ...said }),
      })),
    },
  });
}

export const IDLE = {
  RollingOut: "False",
  ScalingUp: "False",
  ScalingDown: "False",
  Remediating: "False",
} as const;
export const machines = (wanted: number, ready = wanted, upToDate = wanted): Partial<Replicas> => ({
  desiredReplicas: wanted,
  replicas: wanted,
  readyReplicas: ready,
  upToDateReplicas: upToDate,
});

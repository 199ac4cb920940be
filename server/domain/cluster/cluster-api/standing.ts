import { counted } from "../words.ts";
import { clusterCondition, holds, type ClusterObject, type Replicas } from "./cluster-object.ts";

/** How a cluster stands: it may serve while it still grows, rolls or heals. */
export interface Standing {
  /** Its own summary: it can be used. */
  available: boolean;
  /** Available, and every machine is as wanted: nothing grows, shrinks, rolls or heals. */
  settled: boolean;
  /** Undefined until it was counted. */
  machinesReady: number | undefined;
  machinesWanted: number | undefined;
  /** For people, without a full stop: "available, 1 of 3 control-plane machines ready". */
  sentence: string;
}

/** In the order of being told; True means that it happens. */
const BUSY = [
  { type: "Remediating", says: "heals a machine" },
  { type: "RollingOut", says: "rolls its machines" },
  { type: "ScalingDown", says: "scales down" },
  { type: "ScalingUp", says: "scales up" },
] as const;

export function standingOf(cluster: ClusterObject): Standing {
  const { workers } = cluster.status;
  const controlPlane = isManaged(cluster) ? NO_MACHINES : cluster.status.controlPlane;
  const available = holds(cluster, "Available");
  const busy = BUSY.find(({ type }) => holds(cluster, type));
  const settled =
    available &&
    isReconciled(cluster) &&
    BUSY.every(({ type }) => clusterCondition(cluster, type)?.status === "False") &&
    isWhole(controlPlane) &&
    isWhole(workers);
  return {
    available,
    settled,
    machinesReady: sum(controlPlane?.readyReplicas, workers?.readyReplicas),
    machinesWanted: sum(controlPlane?.desiredReplicas, workers?.desiredReplicas),
    sentence: [
      available ? "available" : "not available yet",
      partOf(controlPlane, "control-plane machine"),
      partOf(workers, "worker"),
      busy?.says,
    ]
      .filter(Boolean)
      .join(", "),
  };
}

const COUNTS = ["desiredReplicas", "replicas", "readyReplicas", "upToDateReplicas"] as const;
const NO_MACHINES: Replicas = {
  desiredReplicas: 0,
  replicas: 0,
  readyReplicas: 0,
  upToDateReplicas: 0,
  versions: [],
  upgradePlan: [],
};

/** A control plane that a cloud runs has no machines here, and its contract asks for none to be counted: that it serves is all there is to know. */
export function isManaged(cluster: ClusterObject): boolean {
  const { controlPlane } = cluster.status;
  return (
    controlPlane !== undefined &&
    COUNTS.every((count) => controlPlane[count] === undefined) &&
    holds(cluster, "ControlPlaneAvailable")
  );
}

/** Whether the topology controller has seen the newest wish, and carried it out. */
export function isReconciled(cluster: ClusterObject): boolean {
  const condition = clusterCondition(cluster, "TopologyReconciled");
  return condition?.status === "True" && (condition.observedGeneration ?? 0) >= cluster.metadata.generation;
}

const isWhole = (replicas: Replicas | undefined): boolean => {
  if (replicas?.desiredReplicas === undefined) return false;
  const { desiredReplicas: wanted, replicas: there, readyReplicas, upToDateReplicas } = replicas;
  return there === wanted && readyReplicas === wanted && upToDateReplicas === wanted;
};

/** What is whole needs no words. */
function partOf(replicas: Replicas | undefined, what: string): string | undefined {
  if (replicas?.desiredReplicas === undefined) return undefined;
  const { desiredReplicas: wanted, readyReplicas = 0 } = replicas;
  return readyReplicas === wanted ? undefined : `${readyReplicas} of ${counted(wanted, what)} ready`;
}

const sum = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b;

import { conditionOf, isDeleting, type ClusterObjects, type TreeObject } from "../tree/object.ts";
import { PAUSED_MARK } from "../cluster-object.ts";

/** A machine that somebody wants something of, among all that is there of its cluster. */
export interface MachineIn {
  machine: TreeObject;
  objects: ClusterObjects;
  /** The Kubernetes version of the stored wish, which the Cluster object may not have yet. */
  wantedVersion: string;
  /** Likewise whether it is to be paused. */
  wantedPaused: boolean;
}

/** Why nothing may be done to one machine now, whatever it is, as a sentence; undefined when something may. */
export function inTheWay({
  machine,
  objects: { cluster },
  wantedVersion,
  wantedPaused,
}: MachineIn): string | undefined {
  const { name } = machine.metadata;
  if (isDeleting(cluster)) return "The cluster is being deleted, and every machine with it.";
  if (isDeleting(machine)) return `${name} is being deleted already.`;
  if (wantedPaused || isPaused(cluster))
    return "The cluster is paused: Cluster API does nothing to its machines until it is resumed.";
  if (isPaused(machine)) return `${name} is paused: Cluster API does nothing to it until it is resumed.`;
  if (isRolling(cluster) || cluster.spec.topology?.version !== wantedVersion)
    return "It is being upgraded or rolled: its machines are replaced one after another. Wait until that is done.";
  return undefined;
}

const isPaused = ({ metadata, spec }: TreeObject): boolean =>
  PAUSED_MARK in metadata.annotations || spec["paused"] === true;

const UPGRADING = /Upgrad/;
function isRolling(cluster: TreeObject): boolean {
  const topology = conditionOf(cluster, "TopologyReconciled");
  return (
    conditionOf(cluster, "RollingOut")?.status === "True" ||
    (topology?.status === "False" && UPGRADING.test(topology.reason))
  );
}

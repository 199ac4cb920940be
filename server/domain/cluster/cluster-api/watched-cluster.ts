import type { KubeObject } from "../../kubernetes.ts";
import { ClusterObject, pauseOf, type ClusterApiCondition } from "./cluster-object.ts";
import { OWNER_LABEL } from "./plan-object.ts";

/** What a watch keeps of a Cluster object. */
export interface WatchedCluster {
  /** Whose wish it is, by our id. */
  clusterId: string;
  /** "fleet/heron" */
  title: string;
  conditions: readonly ClusterApiCondition[];
  /** The same as long as nothing has turned that a step or a page reads. */
  mark: string;
}

/** Undefined for an object that is not ours, or that we cannot read. */
export function readWatched(object: KubeObject): WatchedCluster | undefined {
  const read = ClusterObject.safeParse(object);
  if (!read.success) return undefined;
  const { metadata, spec, status } = read.data;
  const clusterId = metadata.labels[OWNER_LABEL];
  if (!clusterId) return undefined;
  const { conditions, controlPlane, workers } = status;
  const { generation, deletionTimestamp, finalizers, uid } = metadata;
  const { controlPlaneEndpoint } = spec;
  const paused = pauseOf(read.data);
  const shown = { uid, generation, deletionTimestamp, finalizers, paused, controlPlaneEndpoint };
  return {
    clusterId,
    title: titleOf(metadata),
    conditions,
    mark: JSON.stringify({ ...shown, conditions, controlPlane, workers }),
  };
}

export const titleOf = ({ namespace, name }: { namespace?: string; name: string }): string =>
  `${namespace}/${name}`;

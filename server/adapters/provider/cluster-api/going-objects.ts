import type { GoingObject } from "#server/domain/cluster/cluster-api/left-behind.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { Access } from "../kube-access.ts";
import { findCluster, isOurs } from "./cluster-object.ts";
import { deletingObjects, ownedObjects } from "./deleting-objects.ts";

/** What of a cluster is asked to go and is still there; its Cluster object first, asked or not. @throws Error when it may not be read */
export async function goingObjects(
  access: Access,
  cluster: Pick<ClusterIdentity, "id" | "name">,
  own: ClusterApiSpec,
): Promise<GoingObject[]> {
  const object = await findCluster(access, cluster, own);
  const owned = await ownedObjects(access, { namespace: own.namespace, name: cluster.name });
  if (object && isOurs(object, cluster)) {
    const going = await deletingObjects(access, object, owned);
    return [{ ...object, kind: "Cluster" }, ...going].map(told);
  }
  return owned.filter(({ metadata }) => metadata.deletionTimestamp !== undefined).map(told);
}

const told = ({ kind, metadata }: Pick<KubeObject, "kind" | "metadata">): GoingObject => ({
  kind,
  namespace: metadata.namespace,
  name: metadata.name,
  finalizers: metadata.finalizers ?? [],
  asked: metadata.deletionTimestamp !== undefined,
});

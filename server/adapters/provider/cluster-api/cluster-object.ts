import { ApiError, isConflict, isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import {
  CLUSTER_API_VERSION,
  clusterCondition,
  ClusterObject,
} from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { clusterObjectOf, OWNER_LABEL } from "#server/domain/cluster/cluster-api/plan-object.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { UserError, Waiting } from "#server/domain/errors.ts";
import { FIELD_MANAGER } from "../apply-pools.ts";
import type { Access } from "../kube-access.ts";

const LOOK_AGAIN_MS = 2_000;
export const pathOf = (namespace: string, name: string): string =>
  `/apis/cluster.x-k8s.io/v1beta2/namespaces/${encodeURIComponent(namespace)}/clusters/${encodeURIComponent(name)}`;

/**
 * The Cluster object by name, whoever made it. "Could not read" is an error, never undefined; and so is a 404 of the kind: where Cluster
 * API is not installed, nothing can be known of a Cluster.
 */
export async function findCluster(
  { client, signal }: Access,
  { name }: Pick<ClusterIdentity, "name">,
  { namespace }: ClusterApiSpec,
): Promise<ClusterObject | undefined> {
  try {
    return ClusterObject.parse(await client.json(pathOf(namespace, name), { signal }));
  } catch (error) {
    if (!isNotFound(error)) throw error;
    if ((error as ApiError).body.reason === "NotFound") return undefined;
    const sentence = `${client.server} does not serve ${CLUSTER_API_VERSION}: Cluster API is not installed there, so nothing can be known of the Cluster ${namespace}/${name}.`;
    throw Object.assign(new Error(sentence), { code: "NoClusterApi" });
  }
}

export const isOurs = (object: ClusterObject, { id }: Pick<ClusterIdentity, "id">): boolean =>
  object.metadata.labels[OWNER_LABEL] === id;

/** That of ours. @throws UserError where it is gone: the management cluster has answered then */
export async function presentCluster(
  access: Access,
  cluster: ClusterIdentity,
  own: ClusterApiSpec,
): Promise<ClusterObject> {
  const object = await findCluster(access, cluster, own);
  if (object && isOurs(object, cluster)) return object;
  throw gone(cluster, own, "is not there any more: somebody deleted it");
}
export const OBJECT_GONE = "ObjectGone";
const gone = ({ name }: ClusterIdentity, { namespace }: ClusterApiSpec, how: string): UserError =>
  new UserError(OBJECT_GONE, `Its Cluster object ${namespace}/${name} ${how}.`);

/**
 * States the wish. What another manager set is not taken from it, and a cluster of somebody else's is never adopted; one that `isMade`
 * and was deleted there is not made anew by a change of it.
 * @throws UserError with the API server's own sentence when it refuses; Waiting while an older one of the name is going
 */
export async function applyCluster(
  access: Access,
  cluster: ClusterIdentity,
  spec: ClusterSpec,
  own: ClusterApiSpec,
  isMade: boolean,
): Promise<ClusterObject> {
  const { client, signal } = access;
  const present = await findCluster(access, cluster, own);
  const title = `${own.namespace}/${cluster.name}`;
  if (isMade && !present) throw gone(cluster, own, "is not there any more: somebody deleted it");
  if (isMade && present?.metadata.deletionTimestamp !== undefined)
    throw gone(cluster, own, "is being deleted there, and not from here: nothing of it can be changed");
  if (present?.metadata.deletionTimestamp !== undefined) {
    throw new Waiting("StillGoing", `An older Cluster ${title} is still being deleted there.`, LOOK_AGAIN_MS);
  }
  if (present && !isOurs(present, cluster)) {
    throw new UserError(
      "NameTaken",
      `There is a Cluster ${title} already, which was not made here. Delete this one and choose another name.`,
    );
  }
  try {
    const path = pathOf(own.namespace, cluster.name);
    const options = { fieldManager: FIELD_MANAGER, signal };
    return ClusterObject.parse(await client.apply(path, clusterObjectOf(cluster, spec, own), options));
  } catch (error) {
    throw refusal(error);
  }
}

/** What applying it would make of it, by the API server and every webhook; nothing is written. */
export const dryRunCluster = async (
  { client, signal }: Access,
  cluster: Pick<ClusterIdentity, "id" | "name">,
  spec: ClusterSpec,
  own: ClusterApiSpec,
): Promise<unknown> => {
  try {
    const path = pathOf(own.namespace, cluster.name);
    const options = { fieldManager: FIELD_MANAGER, dryRun: true, signal };
    return await client.apply(path, clusterObjectOf(cluster, spec, own), options);
  } catch (error) {
    throw refusal(error);
  }
};

/** A field of another manager's, and whatever a webhook or the schema refuses, are for a person to mend. */
function refusal(error: unknown): unknown {
  if (isConflict(error)) {
    const { message } = error as ApiError;
    return new UserError(
      "OwnedByAnother",
      `Somebody else keeps a part of it, which is not overwritten: ${message}`,
    );
  }
  if (error instanceof ApiError && [400, 404, 422].includes(error.status))
    return new UserError("Refused", `The management cluster refuses it: ${error.message}`);
  return error;
}

/**
 * Asks for its end; what is not ours is left alone. Undefined when there is nothing of ours. Not before Cluster API has looked at
 * it once, unless `atOnce`: what it is making in that very moment would be left behind, held by a finalizer that nobody takes away.
 * @throws Waiting until then
 */
export async function deleteCluster(
  access: Access,
  cluster: ClusterIdentity,
  own: ClusterApiSpec,
  { atOnce = false } = {},
): Promise<ClusterObject | undefined> {
  const present = await findCluster(access, cluster, own);
  if (!present || !isOurs(present, cluster)) return undefined;
  if (present.metadata.deletionTimestamp !== undefined) return present;
  if (!atOnce && !clusterCondition(present, "TopologyReconciled")) {
    const sentence =
      "Cluster API has not finished its first look at it, and may be making what belongs to it.";
    throw new Waiting("FirstLook", sentence, LOOK_AGAIN_MS);
  }
  const { client, signal } = access;
  try {
    const preconditions = { uid: present.metadata.uid }; // one that was made anew meanwhile is somebody else's
    await client.json(pathOf(own.namespace, cluster.name), {
      method: "DELETE",
      body: { preconditions },
      signal,
    });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
  return present;
}

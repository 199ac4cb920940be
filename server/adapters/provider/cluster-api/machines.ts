import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { CLUSTER_API_VERSION } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { HealthCheck } from "#server/domain/cluster/cluster-api/machine/remediation.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import type { TreeObject } from "#server/domain/cluster/cluster-api/tree/object.ts";
import type { Access } from "../kube-access.ts";

const pathOf = ({ metadata: { namespace, name } }: TreeObject): string =>
  `/apis/${CLUSTER_API_VERSION}/namespaces/${encodeURIComponent(namespace)}/machines/${encodeURIComponent(name)}`;

/** The checks of a cluster's machines; none where the kind is not installed. */
export async function listHealthChecks(
  { client, signal }: Access,
  clusterName: string,
  { namespace }: ClusterApiSpec,
): Promise<HealthCheck[]> {
  const path = `/apis/${CLUSTER_API_VERSION}/namespaces/${encodeURIComponent(namespace)}/machinehealthchecks`;
  try {
    const { items } = await client.list(path, { signal });
    return items
      .map((item) => HealthCheck.parse(item))
      .filter(({ spec }) => spec.clusterName === clusterName);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

/** Sets or, with null, takes away an annotation. One of the same name that was made anew meanwhile is refused by its uid. */
export async function markMachine(
  { client, signal }: Access,
  machine: TreeObject,
  mark: string,
  value: string | null,
): Promise<void> {
  const body = { metadata: { uid: machine.metadata.uid, annotations: { [mark]: value } } };
  await client.patch(pathOf(machine), body, "application/merge-patch+json", { signal });
}

/** Its owner makes another in its place. One that is gone already is as wanted. */
export async function deleteMachine({ client, signal }: Access, machine: TreeObject): Promise<void> {
  const body = { preconditions: { uid: machine.metadata.uid } };
  try {
    await client.json(pathOf(machine), { method: "DELETE", body, signal });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

import { ApiError, isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { CLUSTER_API_VERSION } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { Access } from "../kube-access.ts";

const JSON_PATCH = "application/json-patch+json";
const FORBIDDEN = 403;

/**
 * Lets those Machines end whose MachineSet went before them, as happens when a delete comes in the moment that it makes one: Cluster
 * API v1.14 looks for the MachineSet first, finds none and gives up (kubernetes-sigs/cluster-api#13405). Without the reference to what is
 * gone it finishes them. A sentence with the command where these credentials may not do so.
 * @param owned what is labelled as the cluster's, read just now
 */
export async function freeStrays(
  { client, signal }: Access,
  { namespace, name }: { namespace: string; name: string },
  owned: readonly KubeObject[],
): Promise<string | undefined> {
  const machines = owned.filter(({ kind, metadata }) => kind === "Machine" && metadata.deletionTimestamp);
  if (machines.length === 0) return undefined;
  const root = `/apis/${CLUSTER_API_VERSION}/namespaces/${encodeURIComponent(namespace)}`;
  const query = { labelSelector: `cluster.x-k8s.io/cluster-name=${name}` };
  // Read after the machines, so that what they name is among them.
  const sets = await client.list<KubeObject>(`${root}/machinesets`, { query, metadataOnly: true, signal });
  const there = new Set(sets.items.map(({ metadata }) => metadata.uid));
  for (const { metadata } of machines) {
    const owners = metadata.ownerReferences ?? [];
    const at = owners.findIndex(({ kind, uid }) => kind === "MachineSet" && !there.has(uid));
    const owner = owners[at];
    if (!owner) continue;
    const path = `/metadata/ownerReferences/${at}`;
    const patch = [
      { op: "test", path: `${path}/uid`, value: owner.uid },
      { op: "remove", path },
    ];
    try {
      await client.patch(`${root}/machines/${metadata.name}`, patch, JSON_PATCH, { signal });
    } catch (error) {
      if (isNotFound(error)) continue;
      if (!(error instanceof ApiError) || error.status !== FORBIDDEN) throw error;
      const command = `kubectl --namespace ${namespace} patch machine ${metadata.name} --type json --patch '${JSON.stringify(patch)}'`;
      return `Machine ${namespace}/${metadata.name} cannot end: its MachineSet ${owner.name} is gone, and Cluster API looks for it. These credentials may not mend that; who may: ${command}`;
    }
  }
  return undefined;
}

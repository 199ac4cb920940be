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
 */
export async function freeStrays(
  { client, signal }: Access,
  { namespace, name }: { namespace: string; name: string },
): Promise<string | undefined> {
  const root = `/apis/${CLUSTER_API_VERSION}/namespaces/${encodeURIComponent(namespace)}`;
  const list = (plural: string) =>
    client.list<KubeObject>(`${root}/${plural}`, {
      query: { labelSelector: `cluster.x-k8s.io/cluster-name=${name}` },
      metadataOnly: true,
      signal,
    });
  const machines = (await list("machines")).items.filter(({ metadata }) => metadata.deletionTimestamp);
  if (machines.length === 0) return undefined;
  const there = new Set((await list("machinesets")).items.map(({ metadata }) => metadata.uid));
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

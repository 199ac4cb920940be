import { CLUSTER_API_VERSION } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import type { MachineOf } from "#server/domain/cluster/teardown-plan.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { Access } from "../kube-access.ts";

const POOL = "topology.cluster.x-k8s.io/deployment-name";

/** Every machine of a cluster, by the management cluster that makes it. */
export async function machinesOf(
  { client, signal }: Access,
  { name }: Pick<ClusterIdentity, "name">,
  { namespace }: ClusterApiSpec,
): Promise<MachineOf[]> {
  const path = `/apis/${CLUSTER_API_VERSION}/namespaces/${encodeURIComponent(namespace)}/machines`;
  const query = { labelSelector: `cluster.x-k8s.io/cluster-name=${name}` };
  const { items } = await client.list<KubeObject>(path, { query, signal, metadataOnly: true });
  return items.map(({ metadata }) => ({ name: metadata.name, pool: metadata.labels?.[POOL] }));
}

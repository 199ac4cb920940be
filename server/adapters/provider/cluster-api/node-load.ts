import type { Pod } from "#server/domain/kubernetes.ts";
import { loadOf, type NodeLoad } from "#server/domain/cluster/cluster-api/machine/node-load.ts";
import type { Access } from "../kube-access.ts";

/** What runs on one node of the cluster itself. */
export async function nodeLoad({ client, signal }: Access, node: string): Promise<NodeLoad> {
  const query = { fieldSelector: `spec.nodeName=${node}` };
  const { items } = await client.list<Pod>("/api/v1/pods", { query, signal });
  return loadOf(items.filter(({ spec }) => spec.nodeName === node)); // an API in memory heeds no field selector
}

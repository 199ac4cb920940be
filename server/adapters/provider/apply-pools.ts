import type { ClusterSpec, PoolSpec } from "#server/domain/cluster/spec.ts";
import { counted } from "#server/domain/cluster/words.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { Access } from "./kube-access.ts";

export const POOLS_PATH = "/apis/karpenter.sh/v1/nodepools";
export const FIELD_MANAGER = "karbonetes";

/** Karpenter's pools as the spec wants them, and no others. Says how far each may grow. */
export async function applyPools(
  { client, signal }: Access,
  { pools }: ClusterSpec,
  toNodePool: (pool: PoolSpec) => KubeObject,
): Promise<string> {
  for (const pool of pools.map(toNodePool)) {
    const path = `${POOLS_PATH}/${pool.metadata.name}`;
    await client.apply(path, pool, { fieldManager: FIELD_MANAGER, force: true, signal });
  }
  const wanted = new Set(pools.map((pool) => pool.name));
  const { items } = await client.list<KubeObject>(POOLS_PATH, { signal });
  const extra = items.filter(({ metadata }) => !wanted.has(metadata.name));
  for (const { metadata } of extra) {
    await client.json(`${POOLS_PATH}/${metadata.name}`, { method: "DELETE", signal });
  }
  return `${pools.map((pool) => `${pool.name} up to ${counted(pool.maxNodes, "node")}`).join(", ")}.`;
}

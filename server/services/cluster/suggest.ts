import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { ClusterSize, SIZES } from "#server/domain/cluster/spec.ts";
import { suggestName } from "#server/domain/cluster/suggest.ts";

export const DEFAULT_SIZE: ClusterSize = "medium";

/** What one click makes. `zone` is empty where no grid zone has a source yet. */
export async function suggestCluster(app: App) {
  authorise(app.actor, "read", "see clusters");
  const [clusters, zones] = await Promise.all([app.clusters.list(), app.clusters.zones()]);
  return {
    name: suggestName(new Set(clusters.map((cluster) => cluster.name)), Math.random()),
    zone: zones[0]?.zone ?? "",
    zones,
    size: DEFAULT_SIZE,
    sizes: ClusterSize.options.map((size) => ({ size, ...SIZES[size] })),
  };
}

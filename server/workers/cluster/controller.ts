import { conditionOf, HOPELESS_REASONS, isTrue, type ClusterRow } from "#server/domain/cluster/row.ts";
import type { Reconciler } from "../runtime/reconciler.ts";
import { build } from "./build.ts";
import type { ClusterLoopDeps } from "./deps.ts";
import { observe } from "./observe.ts";
import { tearDown } from "./tear-down.ts";

/** Makes, scales, watches and takes down clusters; the key is a cluster's id. One step a pass. */
export function clusterController(deps: ClusterLoopDeps): Reconciler {
  return {
    name: "cluster",
    keys: async () => (await deps.clusters.list()).map((row) => row.id),
    async reconcile(id, signal) {
      const row = await deps.clusters.find(id);
      if (!row) return undefined;
      if (row.deletionRequestedAt) return tearDown(deps, row, signal); // before anything else: nothing may be built up again
      if (isRefused(row)) return undefined;
      if (!isTrue(row, "Provisioned")) return build(deps, row, "create", signal);
      if (row.observedGeneration !== row.generation) return build(deps, row, "scale", signal);
      return observe(deps, row, signal);
    },
  };
}

/** What a person must mend is not tried again until they change something, or ask. */
function isRefused(row: ClusterRow): boolean {
  const ready = conditionOf(row, "Ready");
  return HOPELESS_REASONS.includes(ready?.reason ?? "") && ready?.observedGeneration === row.generation;
}

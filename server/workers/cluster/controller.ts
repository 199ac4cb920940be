import { conditionOf, HOPELESS_REASONS, isTrue, type ClusterRow } from "#server/domain/cluster/row.ts";
import type { Reconciler } from "../runtime/reconciler.ts";
import { build } from "./build.ts";
import type { ClusterLoopDeps } from "./deps.ts";
import { lookAgain, observe } from "./observe.ts";
import { isHopeless } from "./record.ts";
import { tearDown } from "./tear-down.ts";

const NAME = "cluster";

/** Makes, scales, watches and takes down clusters; the key is a cluster's id. One step a pass. */
export function clusterController(deps: ClusterLoopDeps): Reconciler {
  return {
    name: NAME,
    keys: async () => (await deps.clusters.list()).map((row) => row.id),
    async reconcile(id, signal) {
      const row = await deps.clusters.find(id);
      if (!row) return undefined;
      await deps.accesses.end(row, signal); // whatever else holds the cluster up, nobody keeps what they may not have
      if (row.deletionRequestedAt) return tearDown(deps, row, signal); // before anything else: nothing may be built up again
      const isMade = isTrue(row, "Provisioned");
      if (isRefused(row)) return isMade ? lookAgain(deps) : undefined;
      if (!isMade) return build(deps, row, "create", signal);
      if (row.observedGeneration !== row.generation) return change(deps, row, signal);
      return observe(deps, row, signal);
    },
  };
}

/** One that is given up is passed over again all the same: accesses were given out in it. */
async function change(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  signal: AbortSignal,
): Promise<{ requeueAfterMs: number }> {
  try {
    return await build(deps, row, "scale", signal);
  } catch (error) {
    const { requeueAfterMs } = lookAgain(deps);
    if (isHopeless(error)) await deps.queue.add(NAME, row.id, { delayMs: requeueAfterMs / deps.clock.rate });
    throw error;
  }
}

/** What a person must mend is not tried again until they change something, or ask: a pass over it ends accesses alone. */
function isRefused(row: ClusterRow): boolean {
  const ready = conditionOf(row, "Ready");
  return HOPELESS_REASONS.includes(ready?.reason ?? "") && ready?.observedGeneration === row.generation;
}

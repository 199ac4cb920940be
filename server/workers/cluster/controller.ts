import { conditionOf, HOPELESS_REASONS, isTrue, type ClusterRow } from "#server/domain/cluster/row.ts";
import type { Reconciler } from "../runtime/reconciler.ts";
import { build } from "./build.ts";
import type { ClusterLoopDeps } from "./deps.ts";
import { createGlances, lookAgain, observe } from "./observe.ts";
import { isHopeless } from "./record.ts";
import { tearDown } from "./tear-down.ts";

const NAME = "cluster";

/** Makes, scales, watches and takes down clusters; the key is a cluster's id. One step a pass. */
export function clusterController(deps: ClusterLoopDeps): Reconciler {
  const glance = createGlances(deps);

  /** One that is given up is passed over again all the same. */
  async function change(row: ClusterRow, signal: AbortSignal): Promise<{ requeueAfterMs: number }> {
    try {
      return await build(deps, row, "scale", signal);
    } catch (error) {
      const { requeueAfterMs } = lookAgain(deps);
      if (isHopeless(error))
        await deps.queue.add(NAME, row.id, { delayMs: requeueAfterMs / deps.clock.rate });
      throw error;
    } finally {
      await glance(row, signal);
    }
  }

  return {
    name: NAME,
    keys: async () => (await deps.clusters.list()).map((row) => row.id),
    async reconcile(id, signal) {
      const row = await deps.clusters.find(id);
      if (!row) return undefined;
      await deps.accesses.end(row, signal); // whatever else holds the cluster up, nobody keeps what they may not have
      if (row.deletionRequestedAt) return tearDown(deps, row, signal); // before anything else: nothing may be built up again
      const isMade = isTrue(row, "Provisioned");
      if (!isMade) return isRefused(row) ? undefined : build(deps, row, "create", signal);
      if (isRefused(row)) {
        await glance(row, signal);
        return lookAgain(deps);
      }
      if (row.observedGeneration !== row.generation) return change(row, signal);
      return observe(deps, row, signal);
    },
  };
}

/** What a person must mend is not tried again until they change something, or ask. */
function isRefused(row: ClusterRow): boolean {
  const ready = conditionOf(row, "Ready");
  return HOPELESS_REASONS.includes(ready?.reason ?? "") && ready?.observedGeneration === row.generation;
}

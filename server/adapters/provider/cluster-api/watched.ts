import { isDeletionStep } from "#server/domain/cluster/cluster-api/deletion.ts";
import { isConditionStep } from "#server/domain/cluster/cluster-api/read-step.ts";
import type { ClusterProvider } from "#server/domain/cluster/provider.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { Waiting } from "#server/domain/errors.ts";

/** While the watch is live it wakes the loop; this is for what a watch of Cluster objects does not show, such as a finalizer elsewhere. */
const WATCHED_LOOK_MS = 15_000;
/** Waits for objects that the watch does not show: of another owner, or machines. */
const UNSEEN: readonly string[] = ["StillGoing", "RollPending"];

/** The provider, with long pauses between two looks at what the watch tells of. Without a live watch it is as before. */
export function watchedProvider(
  provider: ClusterProvider,
  isLive: (managementId: string) => Promise<boolean>,
): ClusterProvider {
  async function patiently<T>(step: string, { clusterApi }: ClusterSpec, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Waiting) || !clusterApi || !isSeen(step, error)) throw error;
      const live = await isLive(clusterApi.managementId).catch(() => false);
      if (!live) throw error;
      throw new Waiting(error.reason, error.message, WATCHED_LOOK_MS);
    }
  }
  return {
    ...provider,
    apply: (step, cluster, spec, signal) =>
      patiently(step, spec, () => provider.apply(step, cluster, spec, signal)),
    teardown: (step, cluster, spec, signal) =>
      patiently(step, spec, () => provider.teardown(step, cluster, spec, signal)),
  };
}

const isSeen = (step: string, { reason }: Waiting): boolean =>
  !UNSEEN.includes(reason) && (isConditionStep(step) || isDeletionStep(step) || reason === "ObjectLeft");

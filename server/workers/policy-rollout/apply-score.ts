import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { scoreObject } from "#server/domain/carbon/score.ts";
import type { CarbonSignal } from "#server/domain/carbon/signal.ts";

const FIELD_MANAGER = "carbon-poller";

/** Tells a cluster's agent the newest of a zone. A cluster without our kinds has nobody to tell. */
export async function applyScore(kube: KubeClient, signal: CarbonSignal, abort: AbortSignal): Promise<void> {
  const score = scoreObject(signal);
  try {
    await kube.apply(`${SCORES_PATH}/${score.metadata.name}`, score, {
      fieldManager: FIELD_MANAGER,
      force: true,
      signal: abort,
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import { removeBatches } from "#server/adapters/decision/batches.ts";
import { createKubeClientFor, isConflict, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { removeWebhook } from "#server/adapters/kubernetes/install.ts";
import { findLease, giveUpLease, holdLease, type Lease } from "#server/adapters/kubernetes/lease.ts";
import { AGENT_NAME } from "#server/manifests/agent.ts";
import { releaseEveryJob } from "#server/workers/job-release/release-all.ts";
import type { AgentConfig } from "./agent-config.ts";

const HOLD_SECONDS = 600; // as long as the chart takes to remove the replicas, at most
const LEADER_HEARS_MS = 3_000; // it looks at its lease every two seconds

/**
 * Before the agent is removed: the API server asks it no more, no replica leads, and every held Job starts. The lease stays taken for
 * ten minutes, so that no replica holds a Job again while it is being removed; when this fails it is given back.
 * @returns how many Jobs were let go
 */
export async function releaseForRemoval(config: AgentConfig, signal: AbortSignal): Promise<number> {
  const kube = createKubeClientFor(config.access);
  const address = { namespace: config.namespace, name: AGENT_NAME };
  let lease: Lease | undefined;
  try {
    lease = await seize(kube, address, config.replicaId, signal);
    await removeWebhook(kube, signal);
    await sleep(LEADER_HEARS_MS, undefined, { signal });
    const released = await releaseEveryJob(kube, () => config.clock.now(), signal);
    await removeBatches(kube, signal).catch(() => undefined); // the record of what was decided, which nobody reads any more
    return released;
  } catch (error) {
    if (lease) await giveUpLease(kube, address, lease).catch(() => undefined);
    throw error;
  } finally {
    await kube.close();
  }
}

/** Takes the lease whoever holds it; a renewal in between is no reason to give up. */
async function seize(
  kube: KubeClient,
  address: { namespace: string; name: string },
  replicaId: string,
  signal: AbortSignal,
): Promise<Lease> {
  const holding = { identity: `release-${replicaId}`, durationSeconds: HOLD_SECONDS };
  for (;;) {
    try {
      return await holdLease(kube, address, await findLease(kube, address, signal), holding, signal);
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}

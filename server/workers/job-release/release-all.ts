import { setTimeout as sleep } from "node:timers/promises";
import { isConflict, isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { readClusterView } from "#server/adapters/kubernetes/cluster-view.ts";
import { listHeld } from "#server/adapters/kubernetes/held.ts";
import { releaseJob } from "#server/adapters/kubernetes/job.ts";
import { decide } from "#server/domain/job/decide.ts";
import { inputFor, type ClusterView } from "#server/domain/job/input.ts";
import type { Job } from "#server/domain/kubernetes.ts";

const AT_ONCE = 16;
const PAUSE_MS = 500;
const POLITE_ROUNDS = 6; // then without its place: time wins

/**
 * Lets every held Job, and whatever else is held, start, as if carbon-awareness were paused, until a look finds none, and another a little later neither. Whoever
 * calls it has seen to it that nobody holds new ones.
 * @returns how many were released
 */
export async function releaseEveryJob(
  kube: KubeClient,
  now: () => Date,
  signal: AbortSignal,
): Promise<number> {
  const view = { ...(await readClusterView(kube, "unknown", signal)), paused: true };
  const released = new Set<string>();
  for (let round = 1, quiet = 0; quiet < 2; round += 1) {
    signal.throwIfAborted();
    const held = await listHeld(kube, signal);
    quiet = held.length === 0 ? quiet + 1 : 0;
    for (let at = 0; at < held.length; at += AT_ONCE) {
      const some = held.slice(at, at + AT_ONCE);
      const outcomes = await Promise.all(
        some.map((job) => release(kube, job, view, now(), round > POLITE_ROUNDS, signal)),
      );
      some.forEach(({ metadata }, n) => outcomes[n] && released.add(metadata.uid ?? ""));
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
  return released.size;
}

/** False where it is not released yet: gone, changed in this very moment, or not yet said to be suspended. */
async function release(
  kube: KubeClient,
  job: Job,
  view: ClusterView,
  now: Date,
  force: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const { input } = inputFor(job, view, { now, previous: undefined });
  try {
    const outcome = await releaseJob(kube, job, { decision: decide(input), input, force, signal });
    return outcome !== "not-suspended-yet";
  } catch (error) {
    if (isNotFound(error) || isConflict(error)) return false;
    throw error;
  }
}

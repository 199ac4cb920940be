import { limitedTo } from "#server/adapters/time-limit.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { isLocked, type ClusterRow } from "#server/domain/cluster/row.ts";
import type { CarbonSignal } from "#server/domain/carbon/signal.ts";
import { wantedIn, type PolicyRow } from "#server/domain/policy/row.ts";
import { applyScore } from "./apply-score.ts";
import type { RolloutDeps } from "./deps.ts";

const CALL_MS = 5_000;

/** The zones that decide in a cluster: its own, and those its policies name. */
export const zonesOf = (
  cluster: Pick<ClusterRow, "id" | "zone">,
  policies: readonly PolicyRow[],
): string[] => [
  ...new Set([cluster.zone, ...wantedIn(cluster.id, policies).flatMap(({ spec }) => spec.zone ?? [])]),
];

/** Carries scores to clusters that have not got them from this process yet: new ones, and those that were away. */
export function createScoreCarrier({ carbon, clock }: Pick<RolloutDeps, "carbon" | "clock">) {
  const carried = new Map<string, string>();
  return {
    async carry(
      kube: KubeClient,
      cluster: Pick<ClusterRow, "id" | "zone">,
      policies: readonly PolicyRow[],
      signal: AbortSignal,
    ): Promise<void> {
      for (const zone of zonesOf(cluster, policies)) {
        const known = await carbon.signalOf(zone, clock.now());
        const key = `${cluster.id} ${kube.server} ${zone}`;
        if (!known || carried.get(key) === stampOf(known)) continue;
        await applyScore(kube, known, signal);
        carried.set(key, stampOf(known));
      }
    },
  };
}

const stampOf = ({ latest, forecast, provenance }: CarbonSignal): string =>
  [provenance, latest?.startsAt.toISOString(), latest?.gramsPerKwh, forecast?.generatedAt.toISOString()].join(
    " ",
  );

/** A zone has something new: every cluster it decides in is told at once; one that does not answer is told by its own loop. */
export async function publishScore(deps: RolloutDeps, zone: string, signal: AbortSignal): Promise<void> {
  const { clusters, policies, carbon, kubernetes, queue, clock, log } = deps;
  const [known, all, rows] = await Promise.all([
    carbon.signalOf(zone, clock.now()),
    policies.list(),
    clusters.list(),
  ]);
  const there = rows.filter(
    (row) => !row.deletionRequestedAt && !isLocked(row) && zonesOf(row, all).includes(zone),
  );
  if (!known) return;
  await Promise.all(
    there.map(async (row) => {
      try {
        const kube = await kubernetes.forCluster(row);
        await applyScore(kube, known, limitedTo(CALL_MS, signal));
      } catch (err) {
        if (signal.aborted) return;
        log.warn(
          { err, cluster: row.name, zone },
          "the score could not be carried there; its loop tries again",
        );
        await queue.add("policy-rollout", row.id, { delayMs: 5_000 });
      }
    }),
  );
}

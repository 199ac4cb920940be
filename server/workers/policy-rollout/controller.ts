import { limitedTo } from "#server/adapters/time-limit.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { isLocked, type ClusterRow } from "#server/domain/cluster/row.ts";
import { sourceOf } from "#server/domain/policy/match.ts";
import { unwantedIn, wantedIn, type PolicyRow, type WantedPolicy } from "#server/domain/policy/row.ts";
import type { Reconciler } from "../runtime/reconciler.ts";
import { applyPolicy, listPresent, removePolicy } from "./apply.ts";
import type { RolloutDeps } from "./deps.ts";
import { lockedSaid, unaskedOf, writeReports, type Report, type Said } from "./report.ts";
import { createScoreCarrier } from "./scores.ts";

export const POLICY_LOOP = "policy-rollout";
const CALL_MS = 5_000;
const LOOK_AGAIN_REAL_MS = 60_000; // drift, and namespaces that somebody creates
const RETRY_REAL_MS = 10_000;

/** Key = cluster. Brings it the policies that name it and the scores of their zones, and takes back what nobody wants there any more. */
export function policyRollout(deps: RolloutDeps): Reconciler {
  const { clusters, policies, kubernetes, queue, live, clock } = deps;
  const scores = createScoreCarrier(deps);

  async function reconcile(key: string, signal: AbortSignal) {
    const cluster = await clusters.find(key);
    if (!cluster) return nudgeClustersOf(key);
    if (cluster.deletionRequestedAt) return undefined;
    const all = await policies.list();
    const reached = await visit(cluster, all, signal);
    await endDeleted(all);
    return { requeueAfterMs: (reached ? LOOK_AGAIN_REAL_MS : RETRY_REAL_MS) * clock.rate };
  }

  /** A policy's id is understood too: every cluster that it concerns is looked at. */
  async function nudgeClustersOf(policyId: string): Promise<undefined> {
    const policy = await policies.find(policyId);
    if (!policy) return;
    const ids = new Set([...policy.clusterIds, ...policy.rollouts.map(({ clusterId }) => clusterId)]);
    for (const id of ids) await queue.add(POLICY_LOOP, id);
    await endDeleted([policy]);
  }

  /** False when the cluster could not be asked. */
  async function visit(
    cluster: ClusterRow,
    all: readonly PolicyRow[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const wanted = wantedIn(cluster.id, all);
    const concerned = all.filter(
      ({ id, rollouts }) =>
        wanted.some((one) => one.policyId === id) ||
        rollouts.some((rollout) => rollout.clusterId === cluster.id),
    );
    if (isLocked(cluster)) {
      const named = concerned.filter(({ id }) => wanted.some((one) => one.policyId === id));
      const reports = named.map((policy) => unasked(policy, cluster, lockedSaid(cluster)));
      const dropped = await dropUnwanted(cluster, concerned, wanted); // none of them is there
      if ((await writeReports(deps, cluster.id, reports)) || dropped) await live.publish("policies");
      return true;
    }
    try {
      const kube = await kubernetes.forCluster(cluster);
      const reports = await bring(kube, cluster, all, signal);
      const dropped = await dropUnwanted(cluster, concerned, wanted);
      const turned = await writeReports(deps, cluster.id, reports);
      if (turned || dropped) await live.publish("policies");
      await scores.carry(kube, cluster, all, limited(signal));
      return true;
    } catch (error) {
      if (signal.aborted) throw error;
      const reports = concerned.map((policy) => unasked(policy, cluster, unaskedOf(error, cluster)));
      if (await writeReports(deps, cluster.id, reports)) await live.publish("policies");
      return false;
    }
  }

  async function dropUnwanted(
    cluster: ClusterRow,
    concerned: readonly PolicyRow[],
    wanted: readonly WantedPolicy[],
  ): Promise<boolean> {
    const over = concerned.filter(({ id }) => !wanted.some((one) => one.policyId === id));
    for (const { id } of over) await policies.dropRollout(id, cluster.id);
    return over.length > 0;
  }

  async function endDeleted(all: readonly PolicyRow[]): Promise<void> {
    for (const { id, deletionRequestedAt } of all) {
      if (deletionRequestedAt && (await policies.removeIfTakenBack(id))) await live.publish("policies");
    }
  }

  return { name: POLICY_LOOP, reconcile, keys: async () => (await clusters.list()).map(({ id }) => id) };
}

const limited = (signal: AbortSignal) => limitedTo(CALL_MS, signal);

/** Takes back, applies, and says of each policy how it went; one that fails in any namespace is not Synced. */
async function bring(
  kube: KubeClient,
  cluster: ClusterRow,
  all: readonly PolicyRow[],
  signal: AbortSignal,
): Promise<Report[]> {
  const wanted = wantedIn(cluster.id, all);
  const present = await listPresent(kube, limited(signal));
  for (const { source } of unwantedIn(present, wanted, all))
    await removePolicy(kube, source, limited(signal));
  const reports: Report[] = [];
  for (const policy of all) {
    const mine = wanted.filter((one) => one.policyId === policy.id);
    if (mine.length === 0) continue;
    const before = policy.rollouts.find(({ clusterId }) => clusterId === cluster.id)?.condition;
    const force = (before?.observedGeneration ?? 0) < policy.generation; // a save by a person means: this and nothing else
    const said: Said[] = [];
    const applied: string[] = [];
    for (const one of mine) {
      const outcome = await applyPolicy(kube, one, force, limited(signal));
      said.push(outcome);
      if (outcome.reason === "Synced") applied.push(sourceOf(one));
    }
    const worst = said.find(({ reason }) => reason !== "Synced");
    const message = `It holds as ${applied.join(" and ")}.`;
    reports.push({
      policy,
      applied,
      said: worst ?? { reason: "Synced", message },
      generation: policy.generation,
    });
  }
  return reports;
}

/** What is there is what was there before. */
function unasked(policy: PolicyRow, cluster: ClusterRow, said: Said): Report {
  const before = policy.rollouts.find(({ clusterId }) => clusterId === cluster.id);
  const leaving = policy.deletionRequestedAt !== null || !policy.clusterIds.includes(cluster.id);
  return {
    policy,
    said: leaving ? { ...said, message: `${said.message} The policy is taken back then.` } : said,
    generation: before?.condition?.observedGeneration ?? 0,
    applied: before?.applied ?? [],
  };
}

import type { App } from "#server/context.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { PROVIDER_WORDS } from "#server/domain/cluster/provider-words.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { PolicyRow } from "#server/domain/policy/row.ts";
import type { PolicyView } from "#server/domain/policy/view.ts";

export const POLICY_LOOP = "policy-rollout";

/** @throws DomainError NOT_FOUND */
export async function policyWithId(app: App, id: string): Promise<PolicyRow> {
  const row = await app.policies.find(id);
  if (row) return row;
  throw new DomainError("NOT_FOUND", "There is no such policy any more.");
}

/** @throws DomainError CONFLICT for a policy that is on its way out */
export function refuseWhileDeleting({ name, deletionRequestedAt }: PolicyRow): void {
  if (!deletionRequestedAt) return;
  throw new DomainError("CONFLICT", `${name} is being deleted; nothing in it can be changed.`);
}

export function viewOf(row: PolicyRow, clusters: readonly ClusterRow[]): PolicyView {
  const { id, name, spec, generation, clusterIds, namespaces, updatedAt, updatedBy, rollouts } = row;
  const concerned = clusters.filter(
    (cluster) =>
      clusterIds.includes(cluster.id) || rollouts.some(({ clusterId }) => clusterId === cluster.id),
  );
  return {
    id,
    name,
    spec,
    generation,
    clusterIds,
    namespaces,
    updatedAt,
    updatedBy,
    deletionRequestedAt: row.deletionRequestedAt,
    rollout: concerned.map((cluster) => ({
      clusterId: cluster.id,
      cluster: cluster.name,
      tag: PROVIDER_WORDS[cluster.provider].tag,
      condition: rollouts.find(({ clusterId }) => clusterId === cluster.id)?.condition ?? null,
    })),
  };
}

/** Every cluster that has it, or is to have it, is looked at; pages are told. */
export async function announce(app: App, ...rows: PolicyRow[]): Promise<void> {
  const ids = rows.flatMap(({ clusterIds, rollouts }) => [
    ...clusterIds,
    ...rollouts.map(({ clusterId }) => clusterId),
  ]);
  for (const id of new Set(ids)) await app.queue.add(POLICY_LOOP, id);
  await app.live.publish("policies");
}

import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { DomainError } from "#server/domain/errors.ts";
import { otherDefault, type PolicyRow } from "#server/domain/policy/row.ts";
import {
  CarbonPolicySpec,
  DEFAULT_POLICY_NAME,
  KubernetesName,
  SYSTEM_NAMESPACE,
} from "#server/domain/policy/spec.ts";
import type { PolicyView } from "#server/domain/policy/view.ts";
import { announce, policyWithId, refuseWhileDeleting, viewOf } from "./view.ts";

export const SavePolicy = z.object({
  /** Absent: a new one. */
  id: z.string().max(64).optional(),
  /** As the editor first saw it; a stale one is refused, never overwritten. */
  generation: z.int().optional(),
  name: KubernetesName,
  spec: CarbonPolicySpec,
  clusterIds: z.array(z.string().max(64)).max(1_000).default([]),
  namespaces: z
    .array(KubernetesName)
    .max(50, { error: "At most 50 namespaces." })
    .default([])
    .transform((names) => [...new Set(names)]),
});
export type SavePolicy = z.output<typeof SavePolicy>;

/** States the wish, in one transaction with its audit entry; the policy-rollout loop brings it to the clusters. */
export async function savePolicy(app: App, input: SavePolicy): Promise<PolicyView> {
  authorise(app.actor, "operate", "edit policies");
  const [all, clusters] = await Promise.all([app.policies.list(), app.clusters.list()]);
  refuseMisplaced(input, all, clusters);
  const before = input.id === undefined ? undefined : await policyWithId(app, input.id);
  const saved = before ? await change(app, before, input) : await create(app, input);
  await announce(app, saved, ...(before ? [before] : []));
  return viewOf(saved, clusters);
}

async function create(app: App, { name, spec, clusterIds, namespaces }: SavePolicy): Promise<PolicyRow> {
  const wish = { name, spec, clusterIds, namespaces };
  const audit = { actor: app.actor, action: "policy.create", at: app.clock.now(), detail: wish };
  const created = await app.policies.create(wish, audit);
  if (created) return created;
  throw new DomainError("CONFLICT", `The name ${name} is taken. Choose another.`);
}

async function change(app: App, before: PolicyRow, input: SavePolicy): Promise<PolicyRow> {
  const { name, spec, clusterIds, namespaces } = input;
  refuseWhileDeleting(before);
  if (name !== before.name) {
    throw new DomainError("BAD_REQUEST", `A policy keeps its name; ${before.name} stays ${before.name}.`);
  }
  const wish = { name, spec, clusterIds, namespaces };
  const audit = { actor: app.actor, action: "policy.save", at: app.clock.now(), detail: wish };
  const saved = await app.policies.save(before.id, input.generation ?? -1, wish, audit);
  if (saved) return saved;
  throw new DomainError("CONFLICT", `${name} was changed by someone else; yours is kept as a draft.`);
}

function refuseMisplaced(
  input: SavePolicy,
  all: readonly PolicyRow[],
  clusters: readonly ClusterRow[],
): void {
  const known = new Map(clusters.map((cluster) => [cluster.id, cluster]));
  if (input.clusterIds.some((id) => !known.has(id))) {
    throw new DomainError("BAD_REQUEST", "One of the clusters is gone. Choose again where the policy holds.");
  }
  if (input.namespaces.includes(SYSTEM_NAMESPACE) && input.name === DEFAULT_POLICY_NAME) {
    throw new DomainError(
      "BAD_REQUEST",
      `The default is a policy without namespaces; leave ${SYSTEM_NAMESPACE} out.`,
    );
  }
  const other = otherDefault(input, all);
  if (!other) return;
  const cluster = known.get(other.clusterId)?.name ?? "that cluster";
  throw new DomainError(
    "CONFLICT",
    `${other.policy.name} is the default of ${cluster} already. Name namespaces for this one, or take ${cluster} off ${other.policy.name}.`,
  );
}

import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { announce, policyWithId } from "./view.ts";

export const ForgetPolicy = z.object({ id: z.string().max(64), clusterId: z.string().max(64) });
export type ForgetPolicy = z.infer<typeof ForgetPolicy>;

/** Gives up on a cluster that does not answer: what the policy put there stays there. */
export async function forgetPolicy(app: App, { id, clusterId }: ForgetPolicy): Promise<void> {
  authorise(app.actor, "operate", "forget a policy in a cluster");
  const row = await policyWithId(app, id);
  if (!row.deletionRequestedAt && row.clusterIds.includes(clusterId)) {
    throw new DomainError(
      "CONFLICT",
      `${row.name} is still to hold there. Take the cluster off the policy first.`,
    );
  }
  const audit = { actor: app.actor, action: "policy.forget", at: app.clock.now(), detail: { clusterId } };
  await app.policies.forgetRollout(row, clusterId, audit);
  await app.policies.removeIfTakenBack(id);
  await announce(app, row);
}

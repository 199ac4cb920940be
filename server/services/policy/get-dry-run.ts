import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DryRunDays, type DryRunView } from "#server/domain/policy/dry-run-view.ts";
import { DomainError } from "#server/domain/errors.ts";
import { sourceOf } from "#server/domain/policy/match.ts";
import { placesOf } from "#server/domain/policy/row.ts";
import { dryRunIn } from "../workload/dry-run-in.ts";

export const GetPolicyDryRun = z.object({ name: z.string().min(1).max(200), days: DryRunDays });
export type GetPolicyDryRun = z.infer<typeof GetPolicyDryRun>;

/** What this policy would have done in the last days, where it, or a cluster of its, was in a dry run. */
export async function getPolicyDryRun(app: App, { name, days }: GetPolicyDryRun): Promise<DryRunView> {
  authorise(app.actor, "read", "see policies");
  const [row, clusters] = await Promise.all([app.policies.findByName(name), app.clusters.list()]);
  if (!row) throw new DomainError("NOT_FOUND", `There is no policy named ${name.slice(0, 80)}.`);
  const concerned = clusters.filter(({ id }) => row.clusterIds.includes(id));
  return dryRunIn(app, { clusters: concerned, policies: placesOf(row).map(sourceOf), days });
}

import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { PolicyView } from "#server/domain/policy/view.ts";
import { viewOf } from "./view.ts";

export async function listPolicies(app: App): Promise<PolicyView[]> {
  authorise(app.actor, "read", "see policies");
  const [rows, clusters] = await Promise.all([app.policies.list(), app.clusters.list()]);
  return rows.map((row) => viewOf(row, clusters));
}

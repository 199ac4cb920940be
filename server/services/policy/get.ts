import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { PolicyView } from "#server/domain/policy/view.ts";
import { viewOf } from "./view.ts";

/** Any text finds a policy or none; only a new name must be well formed. */
export const GetPolicy = z.object({ name: z.string().min(1).max(200) });
export type GetPolicy = z.infer<typeof GetPolicy>;

export async function getPolicy(app: App, { name }: GetPolicy): Promise<PolicyView> {
  authorise(app.actor, "read", "see policies");
  const [row, clusters] = await Promise.all([app.policies.findByName(name), app.clusters.list()]);
  if (!row) throw new DomainError("NOT_FOUND", `There is no policy named ${name.slice(0, 80)}.`);
  return viewOf(row, clusters);
}

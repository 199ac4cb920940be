import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DryRunDays, type DryRunView } from "#server/domain/policy/dry-run-view.ts";
import { dryRunIn } from "../workload/dry-run-in.ts";
import { clusterNamed } from "./view.ts";

export const GetClusterDryRun = z.object({ name: z.string().min(1).max(200), days: DryRunDays });
export type GetClusterDryRun = z.infer<typeof GetClusterDryRun>;

/** What would have been done in this cluster in the last days, by whatever policy was in a dry run. */
export async function getClusterDryRun(app: App, { name, days }: GetClusterDryRun): Promise<DryRunView> {
  authorise(app.actor, "read", "see clusters");
  return dryRunIn(app, { clusters: [await clusterNamed(app, name)], days });
}

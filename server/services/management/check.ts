import { z } from "zod";
import { readFacts } from "#server/adapters/provider/cluster-api/facts.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import {
  isUsable,
  managementChecks,
  type ManagementCheck,
} from "#server/domain/cluster/cluster-api/checks.ts";
import type { ClusterClassView } from "#server/domain/cluster/cluster-api/management.ts";
import { STARTER_INFRASTRUCTURE } from "#server/domain/cluster/cluster-api/starter-class.ts";
import { askManagement, managementRow } from "./ask.ts";

export const ManagementId = z.object({ id: z.uuid({ error: "There is no such management cluster." }) });
export type ManagementId = z.infer<typeof ManagementId>;

export interface ManagementReport {
  checks: ManagementCheck[];
  usable: boolean;
  /** Of which clusters may be made. */
  classes: ClusterClassView[];
  /** Whether our class for machines in memory would work there. */
  starter: boolean;
}

/** Looks at it now: what is there, and what is missing. */
export async function checkManagement(app: App, { id }: ManagementId): Promise<ManagementReport> {
  authorise(app.actor, "operate", "look into a management cluster");
  const facts = await askManagement(app, await managementRow(app, id), readFacts);
  const checks = managementChecks(facts);
  return {
    checks,
    usable: isUsable(checks),
    classes: [...facts.classes],
    starter: facts.infrastructures.includes(STARTER_INFRASTRUCTURE),
  };
}

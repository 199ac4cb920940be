import { z } from "zod";
import { asking, MANY_CALLS_MS, type Access } from "#server/adapters/provider/kube-access.ts";
import type { App } from "#server/context.ts";
import { AgentImage } from "#server/domain/agent/image.ts";
import { type AgentInstallation, refusalOf } from "#server/domain/agent/view.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { DomainError } from "#server/domain/errors.ts";
import { clusterNamed, refuseLocked, refuseWhileDeleting } from "../cluster/view.ts";

export const AgentWish = z.object({
  name: z.string().min(1).max(200),
  image: AgentImage,
  dryRun: z.boolean(),
});
export type AgentWish = z.infer<typeof AgentWish>;

/** @throws DomainError for a cluster whose agent is none of a console's to install */
export async function importedCluster(app: App, name: string): Promise<ClusterRow> {
  const row = await clusterNamed(app, name);
  refuseWhileDeleting(row);
  if (row.provider === "imported" || row.provider === "cluster-api") return row;
  throw new DomainError(
    "PRECONDITION_FAILED",
    `The agent of ${row.name} runs in this installation's worker; there is nothing to install.`,
  );
}

/** @throws DomainError also for one that is locked: its review installs the agent */
export async function writableCluster(app: App, name: string): Promise<ClusterRow> {
  const row = await importedCluster(app, name);
  refuseLocked(row);
  return row;
}

/** @throws DomainError, a sentence, when the agent there was brought by another */
export function refuseAnothers(installed: AgentInstallation | null): void {
  const refusal = installed && refusalOf(installed);
  if (refusal) throw new DomainError("CONFLICT", refusal);
}

/** Asks the cluster; what goes wrong on the way is a sentence. */
export async function askCluster<T>(
  app: App,
  row: ClusterRow,
  act: (access: Access) => Promise<T>,
): Promise<T> {
  try {
    return await asking(app.kubeconfigs, row, new AbortController().signal, act, MANY_CALLS_MS);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError("PRECONDITION_FAILED", `${row.name} did not take it. ${(error as Error).message}`);
  }
}

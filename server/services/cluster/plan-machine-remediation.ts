import { listHealthChecks } from "#server/adapters/provider/cluster-api/machines.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import {
  planRemediation,
  type RemediationPlan,
} from "#server/domain/cluster/cluster-api/machine/remediation.ts";
import { askManagement } from "../management/ask.ts";
import { type FoundMachine, foundMachine, type MachineTarget } from "./machine.ts";

export interface MachineRemediationView extends RemediationPlan {
  machine: string;
}

/** What remediating a machine would come to, read now. Nothing is written. */
export async function planMachineRemediation(
  app: App,
  target: MachineTarget,
): Promise<MachineRemediationView> {
  authorise(app.actor, "operate", "remediate a machine");
  const found = await foundMachine(app, target);
  return { ...(await remediationOf(app, found)), machine: found.asked.machine.metadata.name };
}

export async function remediationOf(
  app: App,
  { row, own, management, asked }: FoundMachine,
): Promise<RemediationPlan> {
  const checks = await askManagement(app, management, (access) => listHealthChecks(access, row.name, own));
  return planRemediation(asked, checks);
}

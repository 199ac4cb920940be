import { markMachine } from "#server/adapters/provider/cluster-api/machines.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { REMEDIATE_MARK } from "#server/domain/cluster/cluster-api/tree/row.ts";
import { DomainError } from "#server/domain/errors.ts";
import { askManagement } from "../management/ask.ts";
import { foundMachine, type MachineTarget } from "./machine.ts";
import { remediationOf } from "./plan-machine-remediation.ts";
import { announce } from "./view.ts";

/** Marks a machine, where a MachineHealthCheck heeds the mark: its owner then deletes it and makes another. */
export async function remediateMachine(app: App, target: MachineTarget): Promise<void> {
  authorise(app.actor, "operate", "remediate a machine");
  const found = await foundMachine(app, target);
  const { refused, check } = await remediationOf(app, found);
  if (refused) throw new DomainError("CONFLICT", refused);
  const { row, management, asked } = found;
  await askManagement(app, management, (access) => markMachine(access, asked.machine, REMEDIATE_MARK, ""));
  await app.audit.add(row.name, {
    actor: app.actor,
    action: "cluster.remediate-machine",
    at: app.clock.now(),
    detail: { machine: asked.machine.metadata.name, check },
  });
  await announce(app, row);
}

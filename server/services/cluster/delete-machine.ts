import { z } from "zod";
import {
  deleteMachine as deleteObject,
  markMachine,
} from "#server/adapters/provider/cluster-api/machines.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { planDeletion, withOneFewer } from "#server/domain/cluster/cluster-api/machine/deletion.ts";
import { DELETE_MARK } from "#server/domain/cluster/cluster-api/tree/row.ts";
import { DomainError } from "#server/domain/errors.ts";
import { askManagement } from "../management/ask.ts";
import { type FoundMachine, foundMachine, MachineTarget } from "./machine.ts";
import { announce } from "./view.ts";

export const DeleteMachine = MachineTarget.extend({ way: z.enum(["remove", "replace"]) });
export type DeleteMachine = z.infer<typeof DeleteMachine>;

/**
 * Deletes one chosen machine. remove: it is marked to go first, then the stored wish has one machine fewer in its pool, which the
 * cluster loop brings; so wish and object agree. replace: its object is deleted, and its owner makes another.
 */
export async function deleteMachine(app: App, { way, ...target }: DeleteMachine): Promise<void> {
  authorise(app.actor, "operate", "delete a machine");
  const found = await foundMachine(app, target);
  const plan = planDeletion(found.asked, found.row.spec);
  if (plan.refused) throw new DomainError("CONFLICT", plan.refused);
  if (!plan.ways.some((each) => each.way === way)) throw new DomainError("CONFLICT", plan.notes.join(" "));
  const { row, management, asked } = found;
  const detail = { machine: asked.machine.metadata.name, way, pool: plan.pool };
  const audit = { actor: app.actor, action: "cluster.delete-machine", at: app.clock.now(), detail };
  if (way === "remove" && plan.pool) await removeFrom(app, found, plan.pool, audit);
  else {
    await askManagement(app, management, (access) => deleteObject(access, asked.machine));
    await app.audit.add(row.name, audit);
  }
  await announce(app, row);
}

/** The mark comes first: a lower number without it would take another machine. */
async function removeFrom(
  app: App,
  { row, management, asked: { machine } }: FoundMachine,
  pool: string,
  audit: Parameters<App["audit"]["add"]>[1],
): Promise<void> {
  const mark = (value: string | null) =>
    askManagement(app, management, (access) => markMachine(access, machine, DELETE_MARK, value));
  await mark("karbonetes");
  if (await app.clusters.saveSpec(row, withOneFewer(row.spec, pool), audit)) return;
  await mark(null); // or the next to shrink the pool would take it unasked
  throw new DomainError("CONFLICT", `${row.name} was changed by someone else meanwhile. Look at it again.`);
}

import { asking } from "#server/adapters/provider/kube-access.ts";
import { nodeLoad } from "#server/adapters/provider/cluster-api/node-load.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { type DeletionPlan, planDeletion } from "#server/domain/cluster/cluster-api/machine/deletion.ts";
import type { NodeLoad } from "#server/domain/cluster/cluster-api/machine/node-load.ts";
import { type FoundMachine, foundMachine, type MachineTarget } from "./machine.ts";

export interface MachineDeletionView extends DeletionPlan {
  machine: string;
  node: string | null;
  /** What runs on its node; null where there is none, or where it could not be read, which `unread` explains. */
  load: NodeLoad | null;
  unread: string | null;
}

/** What deleting a machine would change, read now. Nothing is written. */
export async function planMachineDeletion(app: App, target: MachineTarget): Promise<MachineDeletionView> {
  authorise(app.actor, "operate", "delete a machine");
  const found = await foundMachine(app, target);
  const { machine } = found.asked;
  const node = machine.status.nodeRef?.name ?? null;
  return {
    ...planDeletion(found.asked, found.row.spec),
    machine: machine.metadata.name,
    node,
    ...(node ? await loadOn(app, found, node) : { load: null, unread: null }),
  };
}

/** A cluster that does not answer is told; its node is not taken for an empty one. */
async function loadOn(app: App, { row }: FoundMachine, node: string) {
  try {
    const { signal } = new AbortController();
    const load = await asking(app.kubeconfigs, row, signal, (access) => nodeLoad(access, node));
    return { load, unread: null };
  } catch (error) {
    return { load: null, unread: `What runs on ${node} could not be read. ${(error as Error).message}` };
  }
}

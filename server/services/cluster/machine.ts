import { z } from "zod";
import type { TreeReading } from "#server/adapters/provider/cluster-api/tree-objects.ts";
import type { App } from "#server/context.ts";
import type { MachineIn } from "#server/domain/cluster/cluster-api/machine/in-the-way.ts";
import { DomainError } from "#server/domain/errors.ts";
import { type MadeCluster, madeCluster, readTreeOf } from "./object-tree.ts";
import { refuseWhileDeleting } from "./view.ts";

/** One machine of a cluster, by the uid that the tree shows: one that was replaced has another. */
export const MachineTarget = z.object({
  name: z.string().min(1).max(200),
  uid: z.string().min(1).max(200),
});
export type MachineTarget = z.infer<typeof MachineTarget>;

export interface FoundMachine extends MadeCluster {
  asked: MachineIn;
  unread: TreeReading["unread"];
}

/** @throws DomainError for a machine that is not there any more, or a cluster that is on its way out */
export async function foundMachine(app: App, { name, uid }: MachineTarget): Promise<FoundMachine> {
  const made = await madeCluster(app, name);
  refuseWhileDeleting(made.row);
  const reading = await readTreeOf(app, made);
  const machine = reading?.objects.machines.find(({ metadata }) => metadata.uid === uid);
  if (!reading || !machine)
    throw new DomainError(
      "NOT_FOUND",
      `${name} has no such machine any more. It may have been replaced meanwhile.`,
    );
  const asked = {
    machine,
    objects: reading.objects,
    wantedVersion: made.row.spec.kubernetesVersion,
    wantedPaused: made.own.paused,
  };
  return { ...made, asked, unread: reading.unread };
}

import { DeleteMachine, deleteMachine } from "#server/services/cluster/delete-machine.ts";
import { getObjectTree } from "#server/services/cluster/get-object-tree.ts";
import { GetTreeObject, getTreeObject } from "#server/services/cluster/get-tree-object.ts";
import { ByName } from "#server/services/cluster/get.ts";
import { MachineTarget } from "#server/services/cluster/machine.ts";
import { planMachineDeletion } from "#server/services/cluster/plan-machine-deletion.ts";
import { planMachineRemediation } from "#server/services/cluster/plan-machine-remediation.ts";
import { remediateMachine } from "#server/services/cluster/remediate-machine.ts";
import { procedure, router } from "../trpc.ts";

/** Objects of the management cluster that makes a cluster: under `cluster`, whose live topic they follow. */
export const clusterObjectRouter = router({
  tree: procedure.input(ByName).query(({ ctx, input }) => getObjectTree(ctx.app, input)),
  get: procedure.input(GetTreeObject).query(({ ctx, input }) => getTreeObject(ctx.app, input)),
  machineDeletion: procedure
    .input(MachineTarget)
    .query(({ ctx, input }) => planMachineDeletion(ctx.app, input)),
  deleteMachine: procedure.input(DeleteMachine).mutation(({ ctx, input }) => deleteMachine(ctx.app, input)),
  machineRemediation: procedure
    .input(MachineTarget)
    .query(({ ctx, input }) => planMachineRemediation(ctx.app, input)),
  remediateMachine: procedure
    .input(MachineTarget)
    .mutation(({ ctx, input }) => remediateMachine(ctx.app, input)),
});

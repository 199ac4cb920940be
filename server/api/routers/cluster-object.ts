import { getObjectTree } from "#server/services/cluster/get-object-tree.ts";
import { GetTreeObject, getTreeObject } from "#server/services/cluster/get-tree-object.ts";
import { ByName } from "#server/services/cluster/get.ts";
import { procedure, router } from "../trpc.ts";

/** Objects of the management cluster that makes a cluster: under `cluster`, whose live topic they follow. */
export const clusterObjectRouter = router({
  tree: procedure.input(ByName).query(({ ctx, input }) => getObjectTree(ctx.app, input)),
  get: procedure.input(GetTreeObject).query(({ ctx, input }) => getTreeObject(ctx.app, input)),
});

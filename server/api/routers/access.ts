import { GiveAccess } from "#server/domain/cluster/access.ts";
import { EndAccess, endAccess, endOwnAccesses } from "#server/services/access/end.ts";
import { giveAccess } from "#server/services/access/give.ts";
import { listAccesses } from "#server/services/access/list.ts";
import { ByName } from "#server/services/cluster/get.ts";
import { procedure, router } from "../trpc.ts";

export const accessRouter = router({
  list: procedure.input(ByName).query(({ ctx, input }) => listAccesses(ctx.app, input)),
  give: procedure.input(GiveAccess).mutation(({ ctx, input }) => giveAccess(ctx.app, input)),
  end: procedure.input(EndAccess).mutation(({ ctx, input }) => endAccess(ctx.app, input)),
  endOwn: procedure.input(ByName).mutation(({ ctx, input }) => endOwnAccesses(ctx.app, input)),
});

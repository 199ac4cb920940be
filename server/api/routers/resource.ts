import { TRPCError } from "@trpc/server";
import { DeleteResource, deleteResource } from "#server/services/resource/delete.ts";
import { applyEdit, EditResource, reviewEdit } from "#server/services/resource/edit.ts";
import { FollowLogs, followLogs } from "#server/services/resource/follow-logs.ts";
import { getAccess } from "#server/services/resource/get-access.ts";
import { getResource } from "#server/services/resource/get.ts";
import { ListFields, listFields } from "#server/services/resource/list-fields.ts";
import { listEvents } from "#server/services/resource/list-events.ts";
import { ListKinds, listKinds } from "#server/services/resource/list-kinds.ts";
import { ListObjects, listObjects } from "#server/services/resource/list.ts";
import { ObjectTarget } from "#server/services/resource/target.ts";
import { shutdown } from "../shutdown.ts";
import { procedure, router } from "../trpc.ts";

export const resourceRouter = router({
  kinds: procedure.input(ListKinds).query(({ ctx, input }) => listKinds(ctx.app, input)),
  list: procedure.input(ListObjects).query(({ ctx, input }) => listObjects(ctx.app, input)),
  get: procedure.input(ObjectTarget).query(({ ctx, input }) => getResource(ctx.app, input)),
  access: procedure.input(ObjectTarget).query(({ ctx, input }) => getAccess(ctx.app, input)),
  fields: procedure.input(ListFields).query(({ ctx, input }) => listFields(ctx.app, input)),
  events: procedure.input(ObjectTarget).query(({ ctx, input }) => listEvents(ctx.app, input)),
  logs: procedure.input(FollowLogs).subscription(async function* ({ ctx, input, signal }) {
    yield* followLogs(ctx.app, input, AbortSignal.any([shutdown.signal, ...(signal ? [signal] : [])]));
    // as in live.ts: a plain return means "finished", this one "come back"
    if (shutdown.signal.aborted)
      throw new TRPCError({ code: "SERVICE_UNAVAILABLE", message: "The console restarts." });
  }),
  review: procedure.input(EditResource).mutation(({ ctx, input }) => reviewEdit(ctx.app, input)),
  edit: procedure.input(EditResource).mutation(({ ctx, input }) => applyEdit(ctx.app, input)),
  delete: procedure.input(DeleteResource).mutation(({ ctx, input }) => deleteResource(ctx.app, input)),
});

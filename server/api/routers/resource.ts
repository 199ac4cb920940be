import { DeleteResource, deleteResource } from "#server/services/resource/delete.ts";
import { applyEdit, EditResource, reviewEdit } from "#server/services/resource/edit.ts";
import { getAccess } from "#server/services/resource/get-access.ts";
import { getResource } from "#server/services/resource/get.ts";
import { listEvents } from "#server/services/resource/list-events.ts";
import { ListKinds, listKinds } from "#server/services/resource/list-kinds.ts";
import { ListObjects, listObjects } from "#server/services/resource/list.ts";
import { ObjectTarget } from "#server/services/resource/target.ts";
import { procedure, router } from "../trpc.ts";

export const resourceRouter = router({
  kinds: procedure.input(ListKinds).query(({ ctx, input }) => listKinds(ctx.app, input)),
  list: procedure.input(ListObjects).query(({ ctx, input }) => listObjects(ctx.app, input)),
  get: procedure.input(ObjectTarget).query(({ ctx, input }) => getResource(ctx.app, input)),
  access: procedure.input(ObjectTarget).query(({ ctx, input }) => getAccess(ctx.app, input)),
  events: procedure.input(ObjectTarget).query(({ ctx, input }) => listEvents(ctx.app, input)),
  review: procedure.input(EditResource).mutation(({ ctx, input }) => reviewEdit(ctx.app, input)),
  apply: procedure.input(EditResource).mutation(({ ctx, input }) => applyEdit(ctx.app, input)),
  delete: procedure.input(DeleteResource).mutation(({ ctx, input }) => deleteResource(ctx.app, input)),
});

import { TRPCError, tracked } from "@trpc/server";
import { TerminalInput } from "#server/domain/resource/terminal.ts";
import { DeleteResource, deleteResource } from "#server/services/resource/delete.ts";
import { applyEdit, EditResource, reviewEdit } from "#server/services/resource/edit.ts";
import { FollowLogs, followLogs } from "#server/services/resource/follow-logs.ts";
import { getAccess } from "#server/services/resource/get-access.ts";
import { getSchema } from "#server/services/resource/get-schema.ts";
import { getResource } from "#server/services/resource/get.ts";
import { ListFields, listFields } from "#server/services/resource/list-fields.ts";
import { listEvents } from "#server/services/resource/list-events.ts";
import { ListKinds, listKinds } from "#server/services/resource/list-kinds.ts";
import { ListObjects, listObjects } from "#server/services/resource/list.ts";
import { OpenTerminal, openTerminal } from "#server/services/resource/open-terminal.ts";
import { sendToTerminal } from "#server/services/resource/send-to-terminal.ts";
import { KindTarget, ObjectTarget } from "#server/services/resource/target.ts";
import { shutdown } from "../shutdown.ts";
import { procedure, router } from "../trpc.ts";

export const resourceRouter = router({
  kinds: procedure.input(ListKinds).query(({ ctx, input }) => listKinds(ctx.app, input)),
  list: procedure.input(ListObjects).query(({ ctx, input }) => listObjects(ctx.app, input)),
  get: procedure.input(ObjectTarget).query(({ ctx, input }) => getResource(ctx.app, input)),
  access: procedure.input(ObjectTarget).query(({ ctx, input }) => getAccess(ctx.app, input)),
  fields: procedure.input(ListFields).query(({ ctx, input }) => listFields(ctx.app, input)),
  schema: procedure.input(KindTarget).query(({ ctx, input }) => getSchema(ctx.app, input)),
  events: procedure.input(ObjectTarget).query(({ ctx, input }) => listEvents(ctx.app, input)),
  logs: procedure.input(FollowLogs).subscription(async function* ({ ctx, input, signal }) {
    yield* followLogs(ctx.app, input, AbortSignal.any([shutdown.signal, ...(signal ? [signal] : [])]));
    // as in live.ts: a plain return means "finished", this one "come back"
    if (shutdown.signal.aborted)
      throw new TRPCError({ code: "SERVICE_UNAVAILABLE", message: "The console restarts." });
  }),
  /** Each event has an id, so that a page that comes back says so. */
  terminal: procedure.input(OpenTerminal).subscription(async function* ({ ctx, input, signal }) {
    const stop = AbortSignal.any([shutdown.signal, ...(signal ? [signal] : [])]);
    let id = 0;
    for await (const event of openTerminal(ctx.app, input, stop)) yield tracked(String(++id), event);
    if (shutdown.signal.aborted)
      throw new TRPCError({ code: "SERVICE_UNAVAILABLE", message: "The console restarts." });
  }),
  terminalInput: procedure.input(TerminalInput).mutation(({ ctx, input }) => sendToTerminal(ctx.app, input)),
  review: procedure.input(EditResource).mutation(({ ctx, input }) => reviewEdit(ctx.app, input)),
  edit: procedure.input(EditResource).mutation(({ ctx, input }) => applyEdit(ctx.app, input)),
  delete: procedure.input(DeleteResource).mutation(({ ctx, input }) => deleteResource(ctx.app, input)),
});

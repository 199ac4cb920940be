import { checkManagement, ManagementId } from "#server/services/management/check.ts";
import { connectManagement, ConnectManagement } from "#server/services/management/connect.ts";
import { disconnectManagement } from "#server/services/management/disconnect.ts";
import { getAutoscaler } from "#server/services/management/get-autoscaler.ts";
import { installStarter, InstallStarter } from "#server/services/management/install-starter.ts";
import { listManagements } from "#server/services/management/list.ts";
import { replaceCredentials, ReplaceCredentials } from "#server/services/management/replace-credentials.ts";
import { procedure, router } from "../trpc.ts";

export const managementRouter = router({
  list: procedure.query(({ ctx }) => listManagements(ctx.app)),
  check: procedure.input(ManagementId).query(({ ctx, input }) => checkManagement(ctx.app, input)),
  autoscaler: procedure.input(ManagementId).query(({ ctx, input }) => getAutoscaler(ctx.app, input)),
  connect: procedure.input(ConnectManagement).mutation(({ ctx, input }) => connectManagement(ctx.app, input)),
  replaceCredentials: procedure
    .input(ReplaceCredentials)
    .mutation(({ ctx, input }) => replaceCredentials(ctx.app, input)),
  disconnect: procedure
    .input(ManagementId)
    .mutation(({ ctx, input }) => disconnectManagement(ctx.app, input)),
  installStarter: procedure
    .input(InstallStarter)
    .mutation(({ ctx, input }) => installStarter(ctx.app, input)),
});

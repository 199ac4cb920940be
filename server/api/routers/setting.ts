import { ListAudit, listAudit } from "#server/services/audit/list-audit.ts";
import { procedure, router } from "../trpc.ts";

export const settingRouter = router({
  audit: procedure.input(ListAudit).query(({ ctx, input }) => listAudit(ctx.app, input)),
});

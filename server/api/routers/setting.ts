import { ListAudit, listAudit } from "#server/services/audit/list-audit.ts";
import { getPower, SavePower, savePower } from "#server/services/setting/power.ts";
import { procedure, router } from "../trpc.ts";

export const settingRouter = router({
  power: procedure.query(({ ctx }) => getPower(ctx.app)),
  savePower: procedure.input(SavePower).mutation(({ ctx, input }) => savePower(ctx.app, input)),
  audit: procedure.input(ListAudit).query(({ ctx, input }) => listAudit(ctx.app, input)),
});

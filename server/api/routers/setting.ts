import { ListAudit, listAudit } from "#server/services/audit/list-audit.ts";
import {
  getEmissionFactors,
  SaveEmissionFactors,
  saveEmissionFactors,
} from "#server/services/setting/emission-factors.ts";
import { getPlaces, SavePlaces, savePlaces } from "#server/services/setting/places.ts";
import { getPower, SavePower, savePower } from "#server/services/setting/power.ts";
import { procedure, router } from "../trpc.ts";

export const settingRouter = router({
  power: procedure.query(({ ctx }) => getPower(ctx.app)),
  savePower: procedure.input(SavePower).mutation(({ ctx, input }) => savePower(ctx.app, input)),
  emissionFactors: procedure.query(({ ctx }) => getEmissionFactors(ctx.app)),
  saveEmissionFactors: procedure
    .input(SaveEmissionFactors)
    .mutation(({ ctx, input }) => saveEmissionFactors(ctx.app, input)),
  places: procedure.query(({ ctx }) => getPlaces(ctx.app)),
  savePlaces: procedure.input(SavePlaces).mutation(({ ctx, input }) => savePlaces(ctx.app, input)),
  audit: procedure.input(ListAudit).query(({ ctx, input }) => listAudit(ctx.app, input)),
});

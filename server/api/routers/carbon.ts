import { getScore } from "#server/services/carbon/get-score.ts";
import { GetZone, getZone } from "#server/services/carbon/get-zone.ts";
import { listSources } from "#server/services/carbon/list-sources.ts";
import { listZones } from "#server/services/carbon/list-zones.ts";
import { RemoveZone, removeZone } from "#server/services/carbon/remove-zone.ts";
import { SaveZone, saveZone } from "#server/services/carbon/save-zone.ts";
import { TestSource, testSource } from "#server/services/carbon/test-source.ts";
import { procedure, router } from "../trpc.ts";

export const carbonRouter = router({
  zones: procedure.query(({ ctx }) => listZones(ctx.app)),
  zone: procedure.input(GetZone).query(({ ctx, input }) => getZone(ctx.app, input)),
  score: procedure.input(GetZone).query(({ ctx, input }) => getScore(ctx.app, input)),
  sources: procedure.query(({ ctx }) => listSources(ctx.app)),
  saveZone: procedure.input(SaveZone).mutation(({ ctx, input }) => saveZone(ctx.app, input)),
  removeZone: procedure.input(RemoveZone).mutation(({ ctx, input }) => removeZone(ctx.app, input)),
  testSource: procedure.input(TestSource).mutation(({ ctx, input }) => testSource(ctx.app, input)),
});

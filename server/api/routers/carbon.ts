import { ReplaceKey, SaveAccount } from "#server/domain/carbon/account.ts";
import { SaveZone } from "#server/domain/carbon/zone-save.ts";
import { CompareRegions, compareRegions } from "#server/services/carbon/compare-regions.ts";
import { getScore } from "#server/services/carbon/get-score.ts";
import { GetHistory, getHistory } from "#server/services/carbon/get-history.ts";
import { GetProfile, getProfile } from "#server/services/carbon/get-profile.ts";
import { GetSeries, getSeries } from "#server/services/carbon/get-series.ts";
import { GetSkill, getSkill } from "#server/services/carbon/get-skill.ts";
import { GetZone, getZone } from "#server/services/carbon/get-zone.ts";
import { listAccounts } from "#server/services/carbon/list-accounts.ts";
import { listGrids } from "#server/services/carbon/list-grids.ts";
import { listSources } from "#server/services/carbon/list-sources.ts";
import { listZones } from "#server/services/carbon/list-zones.ts";
import { RemoveAccount, removeAccount } from "#server/services/carbon/remove-account.ts";
import { RemoveZone, removeZone } from "#server/services/carbon/remove-zone.ts";
import { replaceKey } from "#server/services/carbon/replace-key.ts";
import { saveAccount } from "#server/services/carbon/save-account.ts";
import { saveZone } from "#server/services/carbon/save-zone.ts";
import { TestSource, testSource } from "#server/services/carbon/test-source.ts";
import { TestWeather, testWeather } from "#server/services/carbon/test-weather.ts";
import { procedure, router } from "../trpc.ts";

export const carbonRouter = router({
  zones: procedure.query(({ ctx }) => listZones(ctx.app)),
  zone: procedure.input(GetZone).query(({ ctx, input }) => getZone(ctx.app, input)),
  score: procedure.input(GetZone).query(({ ctx, input }) => getScore(ctx.app, input)),
  series: procedure.input(GetSeries).query(({ ctx, input }) => getSeries(ctx.app, input)),
  history: procedure.input(GetHistory).query(({ ctx, input }) => getHistory(ctx.app, input)),
  profile: procedure.input(GetProfile).query(({ ctx, input }) => getProfile(ctx.app, input)),
  skill: procedure.input(GetSkill).query(({ ctx, input }) => getSkill(ctx.app, input)),
  regions: procedure.input(CompareRegions).query(({ ctx, input }) => compareRegions(ctx.app, input)),
  sources: procedure.query(({ ctx }) => listSources(ctx.app)),
  grids: procedure.query(({ ctx }) => listGrids(ctx.app)),
  accounts: procedure.query(({ ctx }) => listAccounts(ctx.app)),
  saveAccount: procedure.input(SaveAccount).mutation(({ ctx, input }) => saveAccount(ctx.app, input)),
  replaceKey: procedure.input(ReplaceKey).mutation(({ ctx, input }) => replaceKey(ctx.app, input)),
  removeAccount: procedure.input(RemoveAccount).mutation(({ ctx, input }) => removeAccount(ctx.app, input)),
  saveZone: procedure.input(SaveZone).mutation(({ ctx, input }) => saveZone(ctx.app, input)),
  removeZone: procedure.input(RemoveZone).mutation(({ ctx, input }) => removeZone(ctx.app, input)),
  testWeather: procedure.input(TestWeather).mutation(({ ctx, input }) => testWeather(ctx.app, input)),
  testSource: procedure.input(TestSource).mutation(({ ctx, input }) => testSource(ctx.app, input)),
});

import { ClassWish } from "#server/domain/cluster/cluster-api/class-wish.ts";
import { abandonStep } from "#server/services/cluster/abandon.ts";
import { ChangeCluster, changeCluster } from "#server/services/cluster/change.ts";
import { ChangeMany, changeMany } from "#server/services/cluster/change-many.ts";
import { createFromClass } from "#server/services/cluster/create-from-class.ts";
import { CreateCluster, createCluster } from "#server/services/cluster/create.ts";
import { DeleteCluster, deleteCluster } from "#server/services/cluster/delete.ts";
import { downloadKubeconfig } from "#server/services/cluster/download-kubeconfig.ts";
import { GetClusterDryRun, getClusterDryRun } from "#server/services/cluster/get-dry-run.ts";
import { ByName, getCluster } from "#server/services/cluster/get.ts";
import { ImportCluster, importCluster } from "#server/services/cluster/import.ts";
import { InspectKubeconfig, inspectKubeconfig } from "#server/services/cluster/inspect-kubeconfig.ts";
import { listClusters } from "#server/services/cluster/list.ts";
import { planAbandon } from "#server/services/cluster/plan-abandon.ts";
import { planTeardown } from "#server/services/cluster/plan-teardown.ts";
import { poolOptions } from "#server/services/cluster/pool-options.ts";
import { previewChange } from "#server/services/cluster/preview-change.ts";
import { previewFromClass } from "#server/services/cluster/preview-from-class.ts";
import {
  ReplaceClusterCredentials,
  replaceClusterCredentials,
} from "#server/services/cluster/replace-credentials.ts";
import { releaseAll } from "#server/services/cluster/release-all.ts";
import { retryCluster } from "#server/services/cluster/retry.ts";
import { listSavings } from "#server/services/cluster/list-savings.ts";
import { ScaleCluster, scaleCluster } from "#server/services/cluster/scale.ts";
import { SetCarbonDryRun, setCarbonDryRun } from "#server/services/cluster/set-carbon-dry-run.ts";
import { SetCarbonPaused, setCarbonPaused } from "#server/services/cluster/set-carbon-paused.ts";
import { SetLabels, setLabels } from "#server/services/cluster/set-labels.ts";
import { SuggestZone, suggestZone } from "#server/services/cluster/suggest-zone.ts";
import { suggestCluster } from "#server/services/cluster/suggest.ts";
import { listUpgrades, UpgradeCluster, upgradeCluster } from "#server/services/cluster/upgrade.ts";
import { procedure, router } from "../trpc.ts";
import { clusterObjectRouter } from "./cluster-object.ts";

export const clusterRouter = router({
  list: procedure.query(({ ctx }) => listClusters(ctx.app)),
  get: procedure.input(ByName).query(({ ctx, input }) => getCluster(ctx.app, input)),
  savings: procedure.query(({ ctx }) => listSavings(ctx.app)),
  suggest: procedure.query(({ ctx }) => suggestCluster(ctx.app)),
  create: procedure.input(CreateCluster).mutation(({ ctx, input }) => createCluster(ctx.app, input)),
  createFromClass: procedure.input(ClassWish).mutation(({ ctx, input }) => createFromClass(ctx.app, input)),
  previewFromClass: procedure.input(ClassWish).mutation(({ ctx, input }) => previewFromClass(ctx.app, input)),
  inspectKubeconfig: procedure
    .input(InspectKubeconfig)
    .mutation(({ ctx, input }) => inspectKubeconfig(ctx.app, input)),
  suggestZone: procedure.input(SuggestZone).mutation(({ ctx, input }) => suggestZone(ctx.app, input)),
  import: procedure.input(ImportCluster).mutation(({ ctx, input }) => importCluster(ctx.app, input)),
  replaceCredentials: procedure
    .input(ReplaceClusterCredentials)
    .mutation(({ ctx, input }) => replaceClusterCredentials(ctx.app, input)),
  scale: procedure.input(ScaleCluster).mutation(({ ctx, input }) => scaleCluster(ctx.app, input)),
  previewChange: procedure
    .input(ChangeCluster.omit({ generation: true }))
    .query(({ ctx, input }) => previewChange(ctx.app, input)),
  change: procedure.input(ChangeCluster).mutation(({ ctx, input }) => changeCluster(ctx.app, input)),
  poolOptions: procedure.input(ByName).query(({ ctx, input }) => poolOptions(ctx.app, input)),
  upgrades: procedure.input(ByName).query(({ ctx, input }) => listUpgrades(ctx.app, input)),
  upgrade: procedure.input(UpgradeCluster).mutation(({ ctx, input }) => upgradeCluster(ctx.app, input)),
  kubeconfig: procedure.input(ByName).query(({ ctx, input }) => downloadKubeconfig(ctx.app, input)),
  teardownPlan: procedure.input(ByName).query(({ ctx, input }) => planTeardown(ctx.app, input)),
  delete: procedure.input(DeleteCluster).mutation(({ ctx, input }) => deleteCluster(ctx.app, input)),
  retry: procedure.input(ByName).mutation(({ ctx, input }) => retryCluster(ctx.app, input)),
  leftBehind: procedure.input(ByName).query(({ ctx, input }) => planAbandon(ctx.app, input)),
  abandon: procedure.input(ByName).mutation(({ ctx, input }) => abandonStep(ctx.app, input)),
  setLabels: procedure.input(SetLabels).mutation(({ ctx, input }) => setLabels(ctx.app, input)),
  changeMany: procedure.input(ChangeMany).mutation(({ ctx, input }) => changeMany(ctx.app, input)),
  setCarbonPaused: procedure
    .input(SetCarbonPaused)
    .mutation(({ ctx, input }) => setCarbonPaused(ctx.app, input)),
  setCarbonDryRun: procedure
    .input(SetCarbonDryRun)
    .mutation(({ ctx, input }) => setCarbonDryRun(ctx.app, input)),
  dryRun: procedure.input(GetClusterDryRun).query(({ ctx, input }) => getClusterDryRun(ctx.app, input)),
  object: clusterObjectRouter,
  releaseAll: procedure.input(ByName).mutation(({ ctx, input }) => releaseAll(ctx.app, input)),
});

import { getWorkload } from "#server/services/workload/get.ts";
import { holdJob } from "#server/services/workload/hold.ts";
import { ListNamespaces, listNamespaces } from "#server/services/workload/list-namespaces.ts";
import { ListWorkloads, listWorkloads } from "#server/services/workload/list.ts";
import { runNow } from "#server/services/workload/run-now.ts";
import { SubmitSamples, submitSamples } from "#server/services/workload/submit-samples.ts";
import { JobTarget } from "#server/services/workload/target.ts";
import { procedure, router } from "../trpc.ts";

export const workloadRouter = router({
  list: procedure.input(ListWorkloads).query(({ ctx, input }) => listWorkloads(ctx.app, input)),
  get: procedure.input(JobTarget).query(({ ctx, input }) => getWorkload(ctx.app, input)),
  runNow: procedure.input(JobTarget).mutation(({ ctx, input }) => runNow(ctx.app, input)),
  hold: procedure.input(JobTarget).mutation(({ ctx, input }) => holdJob(ctx.app, input)),
  samples: procedure.input(SubmitSamples).mutation(({ ctx, input }) => submitSamples(ctx.app, input)),
  namespaces: procedure.input(ListNamespaces).query(({ ctx, input }) => listNamespaces(ctx.app, input)),
});

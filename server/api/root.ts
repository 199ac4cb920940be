import { accessRouter } from "./routers/access.ts";
import { agentRouter } from "./routers/agent.ts";
import { backtestRouter } from "./routers/backtest.ts";
import { carbonRouter } from "./routers/carbon.ts";
import { clusterRouter } from "./routers/cluster.ts";
import { liveRouter } from "./routers/live.ts";
import { managementRouter } from "./routers/management.ts";
import { peopleRouter } from "./routers/people.ts";
import { policyRouter } from "./routers/policy.ts";
import { resourceRouter } from "./routers/resource.ts";
import { reviewRouter } from "./routers/review.ts";
import { sessionRouter } from "./routers/session.ts";
import { settingRouter } from "./routers/setting.ts";
import { workloadRouter } from "./routers/workload.ts";
import { router } from "./trpc.ts";

export const appRouter = router({
  access: accessRouter,
  agent: agentRouter,
  backtest: backtestRouter,
  carbon: carbonRouter,
  cluster: clusterRouter,
  live: liveRouter,
  management: managementRouter,
  people: peopleRouter,
  policy: policyRouter,
  resource: resourceRouter,
  review: reviewRouter,
  session: sessionRouter,
  setting: settingRouter,
  workload: workloadRouter,
});
export type AppRouter = typeof appRouter;

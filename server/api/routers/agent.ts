import { AgentWish } from "#server/services/agent/agent-in.ts";
import { getAgent } from "#server/services/agent/get-agent.ts";
import { installAgent } from "#server/services/agent/install-agent.ts";
import { planAgent } from "#server/services/agent/plan-agent.ts";
import { removeAgent } from "#server/services/agent/remove-agent.ts";
import { ByName } from "#server/services/cluster/get.ts";
import { procedure, router } from "../trpc.ts";

export const agentRouter = router({
  get: procedure.input(ByName).query(({ ctx, input }) => getAgent(ctx.app, input)),
  plan: procedure.input(AgentWish).mutation(({ ctx, input }) => planAgent(ctx.app, input)),
  install: procedure.input(AgentWish).mutation(({ ctx, input }) => installAgent(ctx.app, input)),
  remove: procedure.input(ByName).mutation(({ ctx, input }) => removeAgent(ctx.app, input)),
});

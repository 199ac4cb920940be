import { DeletePolicy, deletePolicy } from "#server/services/policy/delete.ts";
import { ForgetPolicy, forgetPolicy } from "#server/services/policy/forget.ts";
import { GetPolicy, getPolicy } from "#server/services/policy/get.ts";
import { GetPolicyDryRun, getPolicyDryRun } from "#server/services/policy/get-dry-run.ts";
import { listPolicies } from "#server/services/policy/list.ts";
import { SavePolicy, savePolicy } from "#server/services/policy/save.ts";
import { SetPolicyEnabled, setPolicyEnabled } from "#server/services/policy/set-enabled.ts";
import { procedure, router } from "../trpc.ts";

export const policyRouter = router({
  list: procedure.query(({ ctx }) => listPolicies(ctx.app)),
  get: procedure.input(GetPolicy).query(({ ctx, input }) => getPolicy(ctx.app, input)),
  dryRun: procedure.input(GetPolicyDryRun).query(({ ctx, input }) => getPolicyDryRun(ctx.app, input)),
  save: procedure.input(SavePolicy).mutation(({ ctx, input }) => savePolicy(ctx.app, input)),
  setEnabled: procedure
    .input(SetPolicyEnabled)
    .mutation(({ ctx, input }) => setPolicyEnabled(ctx.app, input)),
  delete: procedure.input(DeletePolicy).mutation(({ ctx, input }) => deletePolicy(ctx.app, input)),
  forget: procedure.input(ForgetPolicy).mutation(({ ctx, input }) => forgetPolicy(ctx.app, input)),
});

import { ClaimConsole } from "#server/domain/person/spec.ts";
import { claimConsole } from "#server/services/person/claim-console.ts";
import { openProcedure, router } from "../trpc.ts";

export const sessionRouter = router({
  me: openProcedure.query(({ ctx }) => {
    if (!ctx.person) return null;
    const { id, name, email, role } = ctx.person;
    return { id, name, email, role };
  }),
  state: openProcedure.query(async ({ ctx }) => ({
    firstRun: (await ctx.app.people.count()) === 0,
    needsCode: !ctx.origin.local,
    /** Real and simulated time at this instant, so that a page's clock runs as the server's does. */
    clock: { now: ctx.app.clock.now(), rate: ctx.app.clock.rate },
    demo: ctx.app.config.demo,
  })),
  claim: openProcedure
    .input(ClaimConsole)
    .mutation(({ ctx, input }) => claimConsole(ctx.app, ctx.origin.local, input)),
});

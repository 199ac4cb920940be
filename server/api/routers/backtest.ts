import { followBacktest } from "#server/services/backtest/follow.ts";
import { RunBacktest, runBacktest } from "#server/services/backtest/run.ts";
import { procedure, router } from "../trpc.ts";

const NEVER = new AbortController().signal;

export const backtestRouter = router({
  run: procedure
    .input(RunBacktest)
    .query(({ ctx, input, signal = NEVER }) => runBacktest(ctx.app, input, { signal, onProgress: () => {} })),
  follow: procedure
    .input(RunBacktest)
    .subscription(({ ctx, input, signal = NEVER }) => followBacktest(ctx.app, input, signal)),
});

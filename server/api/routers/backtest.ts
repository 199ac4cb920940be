import { TryCurve } from "#server/services/backtest/curve.ts";
import { followBacktest, followCurve } from "#server/services/backtest/follow.ts";
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
  curve: procedure
    .input(TryCurve)
    .subscription(({ ctx, input, signal = NEVER }) => followCurve(ctx.app, input, signal)),
});

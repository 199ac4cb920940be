import { on } from "node:events";
import { EventEmitter } from "node:events";
import type { App } from "#server/context.ts";
import type { BacktestProgress, CurveProgress } from "#server/domain/backtest/view.ts";
import { type TryCurve, tryCurve } from "./curve.ts";
import type { Watch } from "./past.ts";
import { runBacktest, type RunBacktest } from "./run.ts";

/** The same as it goes: how far it is, then the result. Ends, and ends the work, with the signal. */
export const followBacktest = (
  app: App,
  input: RunBacktest,
  signal: AbortSignal,
): AsyncGenerator<BacktestProgress> => follow((watch) => runBacktest(app, input, watch), signal);

/** Likewise a curve. */
export const followCurve = (app: App, input: TryCurve, signal: AbortSignal): AsyncGenerator<CurveProgress> =>
  follow((watch) => tryCurve(app, input, watch), signal);

async function* follow<View>(
  run: (watch: Watch) => Promise<View>,
  signal: AbortSignal,
): AsyncGenerator<{ kind: "progress"; share: number } | { kind: "done"; view: View }> {
  const news = new EventEmitter();
  const heard = on(news, "progress", { signal, close: ["end"] });
  const running = run({ signal, onProgress: (share) => news.emit("progress", share) });
  running.then(
    () => news.emit("end"),
    () => news.emit("end"),
  );
  for await (const [share] of heard) yield { kind: "progress", share: share as number };
  yield { kind: "done", view: await running };
}

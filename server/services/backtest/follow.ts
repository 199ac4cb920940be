import { on } from "node:events";
import { EventEmitter } from "node:events";
import type { App } from "#server/context.ts";
import type { BacktestProgress } from "#server/domain/backtest/view.ts";
import { runBacktest, type RunBacktest } from "./run.ts";

/** The same as it goes: how far it is, then the result. Ends, and ends the work, with the signal. */
export async function* followBacktest(
  app: App,
  input: RunBacktest,
  signal: AbortSignal,
): AsyncGenerator<BacktestProgress> {
  const news = new EventEmitter();
  const heard = on(news, "progress", { signal, close: ["end"] });
  const running = runBacktest(app, input, { signal, onProgress: (share) => news.emit("progress", share) });
  running.then(
    () => news.emit("end"),
    () => news.emit("end"),
  );
  for await (const [share] of heard) yield { kind: "progress", share: share as number };
  yield { kind: "done", view: await running };
}

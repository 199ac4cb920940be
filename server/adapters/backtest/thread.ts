import { existsSync } from "node:fs";
import path from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { study, type StudyRequest, type StudyResult } from "#server/domain/backtest/study.ts";

export interface StudyWatch {
  signal: AbortSignal;
  onProgress: (share: number) => void;
}
type Message = { kind: "progress"; share: number } | { kind: "done"; result: StudyResult };

/** Built beside the other programs; the console runs two folders below them. Undefined where nothing was built. */
export const findThread = (): string | undefined =>
  ["dist", "../../dist"]
    .map((folder) => path.resolve(folder, "backtest-thread.mjs"))
    .find((file) => existsSync(file));

/** In a thread of its own, which ends with the signal. @throws the signal's reason, or what the thread threw */
export function studyInThread(
  file: string,
  request: StudyRequest,
  { signal, onProgress }: StudyWatch,
): Promise<StudyResult> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const thread = new Worker(file, { workerData: request });
    const stop = () => {
      reject(signal.reason);
      void thread.terminate();
    };
    signal.addEventListener("abort", stop, { once: true });
    thread.on("message", (message: Message) => {
      if (message.kind === "progress") onProgress(message.share);
      else resolve(message.result);
    });
    thread.once("error", reject);
    thread.once("exit", () => {
      signal.removeEventListener("abort", stop);
      reject(new Error("The thread of the backtest ended without a result."));
    });
  });
}

/** On this thread, which sees to everything else between two pieces. */
export async function studyHere(
  request: StudyRequest,
  { signal, onProgress }: StudyWatch,
): Promise<StudyResult> {
  const steps = study(request);
  for (;;) {
    signal.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    onProgress(step.value);
    await breathe();
  }
}

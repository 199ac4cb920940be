import { parentPort, workerData } from "node:worker_threads";
import { study, type StudyRequest, type StudyResult } from "#server/domain/backtest/study.ts";

export type ThreadMessage = { kind: "progress"; share: number } | { kind: "done"; result: StudyResult };

/** The whole program of a thread: one study, told as it goes. It is stopped by ending the thread. */
const steps = study(workerData as StudyRequest);
const send = (message: ThreadMessage, transfer: ArrayBuffer[] = []) =>
  parentPort?.postMessage(message, transfer);
for (let step = steps.next(); ; step = steps.next()) {
  if (step.done) {
    const { gramsPerKwh, high } = step.value.forecasts;
    const buffers = [gramsPerKwh, high].flatMap((values) => (values ? [values.buffer as ArrayBuffer] : []));
    send({ kind: "done", result: step.value }, buffers);
    break;
  }
  send({ kind: "progress", share: step.value });
}

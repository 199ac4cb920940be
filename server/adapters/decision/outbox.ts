import { setTimeout as sleep } from "node:timers/promises";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import type { KubeClient } from "../kubernetes/client.ts";
import type { Logger } from "../log.ts";
import { BATCHES_PATH, batchesOf, listBatches, removeBatch } from "./batches.ts";

export interface Outbox {
  add(record: DecisionRecord): void;
  /** After the abort: what was left is laid down, or could not be. */
  stopped: Promise<void>;
}
interface OutboxOptions {
  kube: KubeClient;
  log: Pick<Logger, "warn">;
  /** Its abort lays down what is left, once. */
  signal: AbortSignal;
  /** How often it is emptied. */
  everyMs?: number;
  /** How many batches stay for who reads late. */
  keep?: number;
}
const MOST_WAITING = 20_000; // while the API server is away memory stays flat: the oldest go
const AT_ONCE = 500; // a text of ten thousand would stand in memory as a whole
const LAST_MS = 3_000;

/** Gathers decisions and lays them down as ConfigMaps, the newest hundred of which stay. A kill loses the last few seconds' record, never a Job. */
export function startOutbox({ kube, log, signal, everyMs = 5_000, keep = 100 }: OutboxOptions): Outbox {
  let waiting: DecisionRecord[] = [];

  async function empty(abort: AbortSignal): Promise<void> {
    let laidDown = 0;
    while (waiting.length > 0) {
      const taken = waiting.slice(0, AT_ONCE);
      waiting = waiting.slice(AT_ONCE);
      try {
        for (const batch of await batchesOf(taken)) {
          await kube.json(BATCHES_PATH, { method: "POST", body: batch, signal: abort });
        }
        laidDown += taken.length;
      } catch (err) {
        waiting = [...taken, ...waiting].slice(-MOST_WAITING); // read twice is stored once
        log.warn({ err, decisions: waiting.length }, "decisions could not be laid down; they are kept");
        break;
      }
    }
    if (laidDown > 0)
      await trim(abort).catch((err: unknown) => log.warn({ err }, "old decisions could not be removed"));
  }

  async function trim(abort: AbortSignal): Promise<void> {
    const batches = await listBatches(kube, abort);
    for (const { metadata } of batches.slice(0, -keep)) await removeBatch(kube, metadata.name, abort);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await empty(signal);
    }
    await empty(AbortSignal.timeout(LAST_MS));
  }

  return {
    add(record) {
      waiting.push(record);
      if (waiting.length > 2 * MOST_WAITING) waiting = waiting.slice(-MOST_WAITING);
    },
    stopped: run(),
  };
}

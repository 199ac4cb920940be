import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import {
  Logger as GraphileLogger,
  run,
  type Runner,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import { Pool } from "pg";
import { createSessionLocks, type SessionLocks } from "../db/session-lock.ts";
import type { Logger } from "../log.ts";
import { createRecovery, livenessLock, sweep } from "./recovery.ts";

export interface QueueRunnerOptions {
  databaseUrl: string;
  controllers: readonly string[];
  /** Runs one key; must not throw but when nothing could be written down, then the queue tries again by itself. */
  run: (controller: string, key: string) => Promise<void>;
  concurrency: number;
  /** How soon a key that is due is noticed, real milliseconds. */
  pollMs: number;
  signal: AbortSignal;
  log: Logger;
}

const RESTART_MS = 1_000;
const RECOVER_EVERY_MS = 3_000;
const SWEEP_EVERY_MS = 600_000;

/** Runs keys until the signal aborts, then waits for what runs. Postgres may go and come back meanwhile. */
export async function runQueue(options: QueueRunnerOptions): Promise<void> {
  const { databaseUrl, signal, log } = options;
  const pool = new Pool({
    connectionString: databaseUrl,
    max: options.concurrency + 4,
    application_name: "karbon-queue",
    connectionTimeoutMillis: 15_000,
  });
  const say = (error: Error) => log.debug({ error: error.message }, "queue connection lost");
  pool.on("error", say);
  pool.on("connect", (client) => client.on("error", say));
  const locks = createSessionLocks(databaseUrl);
  try {
    while (!signal.aborted) {
      await runUntilItBreaks(options, pool, locks).catch((error: unknown) =>
        log.warn({ error: String(error) }, "the queue stopped; starting it again"),
      );
      await sleep(RESTART_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await locks.stop();
    await pool.end();
  }
}

async function runUntilItBreaks(options: QueueRunnerOptions, pool: Pool, locks: SessionLocks): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => void locks.acquire(livenessLock(workerPool.id)));
  events.on("pool:release", ({ workerPool }) => void locks.release(livenessLock(workerPool.id)));
  const runner = await run({
    pgPool: pool,
    taskList: tasksOf(options),
    parsedCronItems: [],
    noHandleSignals: true,
    noPreparedStatements: true, // a prepared statement does not outlive a failover
    logger: loggerFor(options.log),
    events,
    preset: {
      worker: {
        concurrentJobs: options.concurrency,
        pollInterval: options.pollMs,
        // batching is what waits for the database to come back; without it a lost connection is an unhandled rejection
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  });
  const chores = Promise.all([recoverForever(pool, signal, options.log), sweepForever(pool, signal)]);
  try {
    await stopOn(options.signal, runner);
  } finally {
    over.abort();
    await chores;
  }
}

async function stopOn(signal: AbortSignal, runner: Runner): Promise<void> {
  const stop = () => void runner.stop().catch(() => undefined);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await runner.promise;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function tasksOf({ controllers, run: runKey }: QueueRunnerOptions): TaskList {
  return Object.fromEntries(
    controllers.map((controller) => [
      controller,
      (payload: unknown) => runKey(controller, (payload as { key: string }).key),
    ]),
  );
}

async function recoverForever(pool: Pool, signal: AbortSignal, log: Logger): Promise<void> {
  const recover = createRecovery(pool);
  while (!signal.aborted) {
    const dead = await recover().catch(() => []);
    if (dead.length > 0) log.info({ pools: dead }, "took over the work of workers that died");
    await sleep(RECOVER_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function sweepForever(pool: Pool, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(SWEEP_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await sweep(pool).catch(() => undefined);
  }
}

/** Graphile tells of each run and each lost connection; the loops log what matters themselves. */
function loggerFor(log: Logger): GraphileLogger {
  return new GraphileLogger(() => (level: string, message) => {
    if (level === "error") log.debug({ from: "graphile-worker" }, message);
  });
}

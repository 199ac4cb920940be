import { setTimeout as sleep } from "node:timers/promises";
import type { ReconcileStateRepo } from "#server/adapters/db/reconcile-state.ts";
import type { Logger } from "#server/adapters/log.ts";
import type { Queue } from "#server/adapters/queue/queue.ts";
import { runQueue } from "#server/adapters/queue/runner.ts";
import type { Clock } from "#server/domain/clock.ts";
import { outcomeOfError, outcomeOfResult, type Outcome } from "./outcome.ts";
import type { Reconciler } from "./reconciler.ts";

export interface DurableOptions {
  reconcilers: readonly Reconciler[];
  databaseUrl: string;
  queue: Queue;
  states: ReconcileStateRepo;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
  concurrency?: number;
  random?: () => number;
}

const RESYNC_MS = 600_000;
const LOST_MS = 5_000;
const MOST_DELAY_MS = 300_000;

/**
 * Runs the loops on the durable queue until the signal aborts, and drains. Several processes may do so at once: a key runs in one
 * of them at a time, since its queue has its name.
 */
export async function runReconcilers(options: DurableOptions): Promise<void> {
  const { reconcilers, clock } = options;
  const byName = new Map(reconcilers.map((reconciler) => [reconciler.name, reconciler]));
  const resyncing = resyncForever(options);
  await runQueue({
    ...options,
    controllers: [...byName.keys()],
    concurrency: options.concurrency ?? 6,
    pollMs: clock.rate > 1 ? 100 : 1_000,
    run: async (name, key) => {
      const reconciler = byName.get(name);
      if (reconciler) await runKey(reconciler, key, options);
    },
  });
  await resyncing;
}

async function runKey(reconciler: Reconciler, key: string, options: DurableOptions): Promise<void> {
  const { queue, signal, log } = options;
  if (signal.aborted) return queue.add(reconciler.name, key); // for another worker, or the next start
  try {
    const outcome = await outcomeOf(reconciler, key, options);
    if (outcome) await settle(reconciler.name, key, outcome, options);
    else await queue.add(reconciler.name, key);
  } catch (error) {
    log.warn({ controller: reconciler.name, key, error: String(error) }, "the outcome could not be kept");
    await queue.add(reconciler.name, key, { delayMs: LOST_MS });
  }
}

/** Undefined when the run was cut short by the shutdown: that is no outcome. */
async function outcomeOf(
  reconciler: Reconciler,
  key: string,
  { states, clock, log, signal, random = Math.random }: DurableOptions,
): Promise<Outcome | undefined> {
  try {
    return outcomeOfResult(await reconciler.reconcile(key, signal), clock.rate);
  } catch (error) {
    if (signal.aborted) return undefined;
    const failures = (await states.find(reconciler.name, key))?.failures ?? 0;
    const outcome = outcomeOfError(error, failures, { rate: clock.rate, random });
    if (outcome.kind !== "waiting") {
      log.warn({ controller: reconciler.name, key, ...outcome, stack: stackOf(error) }, "a run failed");
    }
    return outcome;
  }
}

async function settle(
  name: string,
  key: string,
  outcome: Outcome,
  { queue, states, clock }: DurableOptions,
): Promise<void> {
  if (outcome.kind === "failed") {
    await states.save(name, key, {
      failures: outcome.failures,
      nextRunAt: new Date(+clock.now() + outcome.delayMs * clock.rate),
      lastError: outcome.message,
    });
  } else {
    await states.forget(name, key);
  }
  if ("delayMs" in outcome) await queue.add(name, key, { delayMs: outcome.delayMs });
}

/** All keys of all loops, at start and every 10 min: a nudge can be lost, a row cannot. A key in back-off keeps it. */
async function resyncForever(options: DurableOptions): Promise<void> {
  const { reconcilers, signal, log, random = Math.random } = options;
  while (!signal.aborted) {
    for (const reconciler of reconcilers) {
      await resync(reconciler, options).catch((error: unknown) =>
        log.warn(
          { controller: reconciler.name, error: String(error) },
          "resync failed; the next is in 10 min",
        ),
      );
    }
    const delayMs = RESYNC_MS * (0.9 + 0.2 * random());
    await sleep(delayMs, undefined, { signal }).catch(() => undefined);
  }
}

export async function resync(
  reconciler: Reconciler,
  {
    queue,
    states,
    clock,
    random = Math.random,
  }: Pick<DurableOptions, "queue" | "states" | "clock" | "random">,
): Promise<void> {
  const keys = (await reconciler.keys?.()) ?? [];
  if (keys.length === 0) return;
  const failing = await states.list(reconciler.name);
  const spreadMs = Math.min(2_000, keys.length * 20);
  for (const key of keys) {
    const dueAt = failing.get(key)?.nextRunAt;
    const backOffMs = dueAt ? (+dueAt - +clock.now()) / clock.rate : 0;
    const delayMs = Math.min(MOST_DELAY_MS, Math.max(backOffMs, random() * spreadMs));
    await queue.add(reconciler.name, key, { delayMs });
  }
}

const stackOf = (error: unknown): string | undefined =>
  error instanceof Error ? error.stack?.split("\n").slice(0, 4).join("\n") : undefined;

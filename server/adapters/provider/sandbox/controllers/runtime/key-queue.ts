import type { Clock } from "#server/domain/clock.ts";
import type { Controller, ControllerLog } from "./controller.ts";
import { breathe } from "./turn.ts";

const LONGEST_SLEEP_MS = 600_000; // an early look costs little, and setTimeout overflows beyond 24 days
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 30_000;

export interface KeyQueue {
  add: (key: string) => void;
  /** Ends it; resolves when the run in hand is over. */
  stop: () => Promise<void>;
}

/** Holds each key at most once and runs one at a time; simulated delays are divided by the clock's rate, back-off is real. */
export function createKeyQueue(
  { name, reconcile }: Pick<Controller, "name" | "reconcile">,
  { clock, log }: { clock: Clock; log: ControllerLog },
): KeyQueue {
  const waiting = new Set<string>(); // in order of arrival
  const timers = new Map<string, NodeJS.Timeout>();
  const failures = new Map<string, number>();
  let running: Promise<void> | undefined;
  let stopped = false;

  function add(key: string): void {
    if (stopped) return;
    waiting.add(key);
    running ??= drain();
  }

  function addAfter(key: string, realMs: number): void {
    clearTimeout(timers.get(key));
    if (stopped) return;
    const wake = (): void => {
      timers.delete(key);
      add(key);
    };
    timers.set(key, setTimeout(wake, Math.min(Math.max(Math.ceil(realMs), 1), LONGEST_SLEEP_MS)));
  }

  async function drain(): Promise<void> {
    await Promise.resolve(); // a burst of events makes one run
    for (const key of waiting) {
      if (stopped) break;
      waiting.delete(key);
      await run(key);
      await breathe();
    }
    running = undefined;
    if (waiting.size > 0 && !stopped) running = drain();
  }

  async function run(key: string): Promise<void> {
    clearTimeout(timers.get(key)); // this run decides anew when the next one is
    timers.delete(key);
    try {
      const again = await reconcile(key);
      failures.delete(key);
      if (again) addAfter(key, again.requeueAfterMs / clock.rate);
    } catch (error) {
      if (stopped) return; // the store may be closed already
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      log.warn({ controller: name, key, err: error, attempt: count }, "A sandbox controller tries again.");
      addAfter(key, Math.min(FIRST_RETRY_MS * 2 ** (count - 1), LONGEST_RETRY_MS));
    }
  }

  return {
    add,
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      waiting.clear();
      await running;
    },
  };
}

import type { Clock } from "#server/domain/clock.ts";
import { outcomeOfError, outcomeOfResult, type Outcome } from "./outcome.ts";
import type { Reconciler } from "./reconciler.ts";

export type { Reconciler } from "./reconciler.ts";

interface Options {
  concurrency: number;
  signal: AbortSignal;
  /** Called for everything but waiting. */
  onError: (key: string, error: unknown) => void;
  clock?: Pick<Clock, "rate">;
  random?: () => number;
}
/** After so many, whatever else waits has its turn: runs that find nothing to do never leave the microtasks by themselves. */
const RUNS_A_TURN = 20;

export type WorkQueue = ReturnType<typeof createWorkQueue>;

/** Holds a key ("namespace/name") at most once, and never runs one key twice at the same time. */
export function createWorkQueue(
  reconciler: Reconciler,
  { concurrency, signal, onError, clock = { rate: 1 }, random = Math.random }: Options,
) {
  const waiting = new Set<string>(); // kept in order of arrival
  const running = new Map<string, Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  const failures = new Map<string, number>();
  const turn = { runs: 0, over: false };
  signal.addEventListener("abort", () => timers.forEach(clearTimeout), { once: true });

  function add(key: string): void {
    waiting.add(key);
    pump();
  }

  function addAfter(key: string, delayMs: number): void {
    if (signal.aborted) return;
    clearTimeout(timers.get(key));
    timers.set(key, setTimeout(add, delayMs, key).unref());
  }

  function pump(): void {
    for (const key of waiting) {
      if (signal.aborted || turn.over || running.size >= concurrency) return;
      if (running.has(key)) continue; // its present run picks it up on the way out
      waiting.delete(key);
      turn.runs += 1;
      turn.over = turn.runs >= RUNS_A_TURN;
      if (turn.over) setImmediate(nextTurn);
      running.set(key, run(key));
    }
  }

  function nextTurn(): void {
    turn.runs = 0;
    turn.over = false;
    pump();
  }

  async function run(key: string): Promise<void> {
    clearTimeout(timers.get(key)); // this run decides anew when the next one is
    timers.delete(key);
    settle(key, await outcomeOf(key));
    running.delete(key);
    pump();
  }

  async function outcomeOf(key: string): Promise<Outcome> {
    try {
      return outcomeOfResult(await reconciler.reconcile(key, signal), clock.rate);
    } catch (error) {
      const outcome = outcomeOfError(error, failures.get(key) ?? 0, { rate: clock.rate, random });
      if (outcome.kind !== "waiting" && !signal.aborted) onError(key, error);
      return outcome;
    }
  }

  function settle(key: string, outcome: Outcome): void {
    if (outcome.kind === "failed") failures.set(key, outcome.failures);
    else failures.delete(key);
    if ("delayMs" in outcome) addAfter(key, outcome.delayMs);
  }

  return {
    add,
    /** Real milliseconds. */
    addAfter,
    /** Some are due and have not been begun. */
    hasWaiting: (): boolean => waiting.size > 0,
    /** Resolves once what runs has come to its end; abort the signal first. */
    drain: async (): Promise<void> => void (await Promise.allSettled(running.values())),
  };
}

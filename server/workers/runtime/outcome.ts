import { TerminalError, UserError, Waiting } from "#server/domain/errors.ts";

/** What a run leads to. Delays are real milliseconds. */
export type Outcome =
  | { kind: "done" }
  | { kind: "again"; delayMs: number }
  | { kind: "waiting"; delayMs: number; message: string }
  | { kind: "given-up"; message: string }
  | { kind: "failed"; delayMs: number; failures: number; message: string };

const BASE_DELAY_MS = 1_000;
const MAX_DELAY_MS = 300_000; // the longest sleep too: an early look costs little, a lost timer does not
const MIN_REQUEUE_MS = 20; // a loop that asks for "at once" for ever must not starve the others

/** A requeue is in the clock's time, so the rate divides it. */
export function requeueDelayMs(requeueAfterMs: number, rate: number): number {
  return Math.min(MAX_DELAY_MS, Math.max(MIN_REQUEUE_MS, requeueAfterMs / rate));
}

/** 1 s, 2 s, 4 s ... 5 min, each up to a fifth off, so that a crowd does not return at once. Real time, whatever the clock. */
export function backOffMs(failures: number, random: () => number): number {
  const delayMs = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** Math.min(failures - 1, 20));
  return Math.min(MAX_DELAY_MS, Math.round(delayMs * (0.8 + 0.4 * random())));
}

export function outcomeOfResult(result: { requeueAfterMs: number } | undefined, rate: number): Outcome {
  return result ? { kind: "again", delayMs: requeueDelayMs(result.requeueAfterMs, rate) } : { kind: "done" };
}

/** `failures` counts those before this one. */
export function outcomeOfError(
  error: unknown,
  failures: number,
  { rate, random }: { rate: number; random: () => number },
): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Waiting) {
    return { kind: "waiting", delayMs: requeueDelayMs(error.requeueAfterMs, rate), message };
  }
  if (error instanceof UserError || error instanceof TerminalError) return { kind: "given-up", message };
  return { kind: "failed", failures: failures + 1, delayMs: backOffMs(failures + 1, random), message };
}

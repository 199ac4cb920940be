import type { LogEvent, LogLine } from "#server/domain/resource/view.ts";
import { createWaker } from "./waker.ts";

/** Waits to be read: more lines than this are more than anyone reads, and the oldest go. */
const MOST_WAITING = 2_000;

/** Many containers write, one reader reads, in batches; a slow reader costs lines, never memory. */
export function createLogQueue() {
  let lines: LogLine[] = [];
  let leftOut = 0;
  let others: LogEvent[] = [];
  const waker = createWaker();

  return {
    line(line: LogLine): void {
      lines.push(line);
      if (lines.length > MOST_WAITING) {
        const over = lines.length - MOST_WAITING / 2; // half at once: taking one from the front at each line would be slow
        lines = lines.slice(over);
        leftOut += over;
      }
      waker.wake();
    },
    event(event: LogEvent): void {
      others.push(event);
      waker.wake();
    },
    take(): LogEvent[] {
      const taken: LogEvent[] = lines.length > 0 ? [{ kind: "lines", lines, leftOut }] : [];
      taken.push(...others);
      [lines, others, leftOut] = [[], [], 0];
      return taken;
    },
    /** Resolves as soon as there is something to take, or when `signal` says so. */
    waiting: (signal: AbortSignal): Promise<void> =>
      lines.length > 0 || others.length > 0 ? Promise.resolve() : waker.sleep(signal),
  };
}
export type LogQueue = ReturnType<typeof createLogQueue>;

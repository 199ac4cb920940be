import type { LogEvent, LogLine } from "#server/domain/resource/view.ts";

/** Waits to be read: more lines than this are more than anyone reads, and the oldest go. */
const MOST_WAITING = 2_000;
const idle = () => {};

/** Many containers write, one reader reads, in batches; a slow reader costs lines, never memory. */
export function createLogQueue() {
  let lines: LogLine[] = [];
  let leftOut = 0;
  let others: LogEvent[] = [];
  let wake = idle;

  return {
    line(line: LogLine): void {
      lines.push(line);
      if (lines.length > MOST_WAITING) {
        const over = lines.length - MOST_WAITING / 2; // half at once: taking one from the front at each line would be slow
        lines = lines.slice(over);
        leftOut += over;
      }
      wake();
    },
    event(event: LogEvent): void {
      others.push(event);
      wake();
    },
    take(): LogEvent[] {
      const taken: LogEvent[] = lines.length > 0 ? [{ kind: "lines", lines, leftOut }] : [];
      taken.push(...others);
      [lines, others, leftOut] = [[], [], 0];
      return taken;
    },
    /** Resolves as soon as there is something to take, or when `signal` says so. */
    waiting(signal: AbortSignal): Promise<void> {
      if (lines.length > 0 || others.length > 0 || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const done = () => {
          signal.removeEventListener("abort", done);
          wake = idle;
          resolve();
        };
        wake = done;
        signal.addEventListener("abort", done);
      });
    },
  };
}
export type LogQueue = ReturnType<typeof createLogQueue>;

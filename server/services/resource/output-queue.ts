import type { TerminalEvent } from "#server/domain/resource/terminal.ts";
import { createWaker } from "./waker.ts";

/** Waits to be shown: more than this nobody reads, and the oldest go. */
const MOST_BYTES = 512 * 1024;

/** A program writes, one page reads, in batches; a slow page costs output, never memory. */
export function createOutputQueue() {
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  let leftOut = 0;
  let end: TerminalEvent | undefined;
  const waker = createWaker();

  return {
    output(chunk: Uint8Array): void {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      while (bytes > MOST_BYTES && chunks.length > 1) {
        const dropped = chunks.shift()?.byteLength ?? 0;
        bytes -= dropped;
        leftOut += dropped;
      }
      waker.wake();
    },
    end(why: string | null): void {
      end = { kind: "ended", why };
      waker.wake();
    },
    take(): TerminalEvent[] {
      const taken: TerminalEvent[] =
        chunks.length > 0
          ? [{ kind: "output", base64: Buffer.concat(chunks).toString("base64"), leftOut }]
          : [];
      if (end) taken.push(end);
      [chunks, bytes, leftOut] = [[], 0, 0];
      return taken;
    },
    /** Resolves as soon as there is something to take, or when `signal` says so. */
    waiting: (signal: AbortSignal): Promise<void> =>
      chunks.length > 0 || end ? Promise.resolve() : waker.sleep(signal),
  };
}

import { LIVE_CHANNEL, type LiveTopic } from "#server/domain/live.ts";
import type { Db } from "./client.ts";
import { listen } from "./listen.ts";

export interface Live {
  publish(topic: LiveTopic): Promise<void>;
  /** Ends when the signal aborts. "reconnected" means that something may have been missed: read all again. */
  subscribe(signal: AbortSignal): AsyncIterable<LiveTopic | "reconnected">;
  stop(): Promise<void>;
}

const noop = (): void => undefined;

/** One LISTEN connection a process, opened at the first subscriber and fanned out; it comes back by itself when Postgres does. */
export function createLive(db: Db, databaseUrl: string): Live {
  const listeners = new Set<(topic: LiveTopic | "reconnected") => void>();
  const stopped = new AbortController();
  let listening: Promise<void> | undefined;

  return {
    async publish(topic) {
      await db.$executeRaw`select pg_notify(${LIVE_CHANNEL}, ${topic})`;
    },
    subscribe(signal) {
      listening ??= listen(databaseUrl, LIVE_CHANNEL, stopped.signal, {
        onReady: (again) => again && listeners.forEach((listener) => listener("reconnected")),
        onPayload: (topic) => listeners.forEach((listener) => listener(topic as LiveTopic)),
      });
      return follow(listeners, AbortSignal.any([signal, stopped.signal]));
    },
    async stop() {
      stopped.abort();
      await listening;
    },
  };
}

async function* follow(
  listeners: Set<(topic: LiveTopic | "reconnected") => void>,
  signal: AbortSignal,
): AsyncGenerator<LiveTopic | "reconnected"> {
  const pending = new Set<LiveTopic | "reconnected">(); // a topic is said once, however often it turned meanwhile
  let wake = noop;
  const listener = (topic: LiveTopic | "reconnected") => {
    pending.add(topic);
    wake();
  };
  const onAbort = () => wake();
  listeners.add(listener);
  signal.addEventListener("abort", onAbort);
  try {
    while (!signal.aborted) {
      if (pending.size === 0) await new Promise<void>((resolve) => (wake = resolve));
      const topics = [...pending];
      pending.clear();
      yield* topics;
    }
  } finally {
    listeners.delete(listener);
    signal.removeEventListener("abort", onAbort);
  }
}

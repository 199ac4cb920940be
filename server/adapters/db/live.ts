import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { LIVE_CHANNEL, type LiveTopic } from "#server/domain/live.ts";
import type { Db } from "./client.ts";

export interface Live {
  publish(topic: LiveTopic): Promise<void>;
  /** Ends when the signal aborts. "reconnected" means that something may have been missed: read all again. */
  subscribe(signal: AbortSignal): AsyncIterable<LiveTopic | "reconnected">;
  stop(): Promise<void>;
}

const RECONNECT_MS = 500;
const noop = (): void => undefined;

/** One LISTEN connection a process, opened at the first subscriber and fanned out; it comes back by itself when Postgres does. */
export function createLive(db: Db, databaseUrl: string): Live {
  const listeners = new Set<(topic: LiveTopic | "reconnected") => void>();
  const stopped = new AbortController();
  let listening: Promise<void> | undefined;

  async function listen(): Promise<void> {
    for (let first = true; !stopped.signal.aborted; first = false) {
      try {
        await listenOnce(databaseUrl, stopped.signal, {
          onReady: () => {
            if (!first) listeners.forEach((listener) => listener("reconnected"));
          },
          onTopic: (topic) => listeners.forEach((listener) => listener(topic)),
        });
      } catch {
        // the database is away; the bar says so, and this looks again
      }
      await sleep(RECONNECT_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  return {
    async publish(topic) {
      await db.$executeRaw`select pg_notify(${LIVE_CHANNEL}, ${topic})`;
    },
    subscribe(signal) {
      listening ??= listen();
      return follow(listeners, AbortSignal.any([signal, stopped.signal]));
    },
    async stop() {
      stopped.abort();
      await listening;
    },
  };
}

async function listenOnce(
  databaseUrl: string,
  signal: AbortSignal,
  on: { onReady: () => void; onTopic: (topic: LiveTopic) => void },
): Promise<void> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: "karbon-live",
    keepAlive: true,
  });
  const ended = new Promise<void>((resolve) => {
    client.on("end", resolve);
    client.on("error", () => resolve());
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  client.on("notification", ({ payload }) => {
    if (payload) on.onTopic(payload as LiveTopic);
  });
  try {
    await client.connect();
    await client.query(`listen ${LIVE_CHANNEL}`);
    on.onReady();
    await ended;
  } finally {
    await client.end().catch(() => undefined);
  }
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

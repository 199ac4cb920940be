import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

interface Handlers {
  /** At each connection; `again` at every one but the first: what was said in between is lost. */
  onReady: (again: boolean) => void;
  onPayload: (payload: string) => void;
}
const RECONNECT_MS = 500;

/** Listens to one channel on a connection of its own until `signal`; it comes back by itself when Postgres does. */
export async function listen(
  databaseUrl: string,
  channel: string,
  signal: AbortSignal,
  handlers: Handlers,
): Promise<void> {
  for (let again = false; !signal.aborted; again = true) {
    try {
      await listenOnce(databaseUrl, channel, signal, { ...handlers, onReady: () => handlers.onReady(again) });
    } catch {
      // the database is away; the bar says so, and this looks again
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function listenOnce(
  databaseUrl: string,
  channel: string,
  signal: AbortSignal,
  on: { onReady: () => void; onPayload: (payload: string) => void },
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
    if (payload) on.onPayload(payload);
  });
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
    on.onReady();
    await ended;
  } finally {
    await client.end().catch(() => undefined);
  }
}

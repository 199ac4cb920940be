import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

export interface SessionLocks {
  /** True when this process holds the lock, now or already. False when another does, or the database is away. */
  acquire(name: string): Promise<boolean>;
  release(name: string): Promise<void>;
  stop(): Promise<void>;
}
interface Options {
  /** Another process took the lock while the connection was down. */
  onLost?: (name: string) => void;
  reconnectMs?: number;
}

/** A server that has just come back may owe its locks to processes that are still reconnecting. */
const GRACE_SECONDS = 10;

/**
 * Advisory locks on one connection of their own: Postgres frees them the moment the process dies. When only the connection
 * dies, the holder goes on and takes them again.
 */
export function createSessionLocks(
  databaseUrl: string,
  { onLost, reconnectMs = 250 }: Options = {},
): SessionLocks {
  const held = new Set<string>();
  const stopped = new AbortController();
  let client: Client | undefined;
  let connecting: Promise<Client> | undefined;

  function connection(): Promise<Client> {
    if (client) return Promise.resolve(client);
    connecting ??= connect().finally(() => (connecting = undefined));
    return connecting;
  }

  async function connect(): Promise<Client> {
    const next = new Client({
      connectionString: databaseUrl,
      application_name: "karbon-locks",
      keepAlive: true,
    });
    next.on("error", () => undefined); // `end` follows
    next.on("end", () => {
      if (client !== next) return;
      client = undefined;
      if (held.size > 0) void retake();
    });
    try {
      await next.connect();
      for (const name of held) if (!(await tryLock(next, name))) lose(name);
    } catch (error) {
      await next.end().catch(() => undefined);
      throw error;
    }
    client = next;
    return next;
  }

  async function retake(): Promise<void> {
    while (!stopped.signal.aborted && held.size > 0) {
      const taken = await connection().then(
        () => true,
        () => false,
      );
      if (taken) return;
      await sleep(reconnectMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  function lose(name: string): void {
    held.delete(name);
    onLost?.(name);
  }

  return {
    async acquire(name) {
      if (held.has(name)) return true;
      try {
        const session = await connection();
        if (await othersMayReturn(session)) return false;
        if (!(await tryLock(session, name))) return false;
      } catch {
        return false;
      }
      held.add(name);
      return true;
    },
    async release(name) {
      if (!held.delete(name)) return;
      await client
        ?.query("select pg_advisory_unlock(hashtextextended($1, 1))", [name])
        .catch(() => undefined);
    },
    async stop() {
      stopped.abort();
      held.clear();
      await client?.end().catch(() => undefined);
    },
  };
}

async function tryLock(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    "select pg_try_advisory_lock(hashtextextended($1, 1)) as locked",
    [name],
  );
  return rows[0]?.locked === true;
}

/** Only where this process is older than the server: after a start of everything there is nobody to wait for. */
async function othersMayReturn(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ seconds: number }>(
    "select extract(epoch from now() - pg_postmaster_start_time())::float8 as seconds",
  );
  const seconds = rows[0]?.seconds ?? 0;
  return seconds < GRACE_SECONDS && process.uptime() > seconds;
}

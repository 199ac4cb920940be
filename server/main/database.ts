import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runMigrations } from "graphile-worker";
import { migrate } from "#server/adapters/db/migrate.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#server/adapters/embedded-postgres/start.ts";
import type { Config } from "#server/config.ts";

export interface Database {
  url(): string;
  stop(): Promise<void>;
}

interface Options {
  config: Config;
  say: (line: string) => void;
  /** The server came back under another address. */
  onMoved: (url: string) => void;
}

/** The database of `config`, migrated: the embedded one, watched over and started again, or the one at DATABASE_URL. */
export async function openDatabase({ config, say, onMoved }: Options): Promise<Database> {
  if (config.database.kind === "external") {
    const { url } = config.database;
    await prepareDatabase(url, say);
    return { url: () => url, stop: async () => undefined };
  }
  const dataDir = path.join(config.dataDir, "postgres");
  let stopping = false;
  let postgres = await startEmbeddedPostgres({ dataDir });
  say(`Postgres answers on 127.0.0.1:${postgres.port}${postgres.adopted ? ", found running" : ""}.`);
  await prepareDatabase(postgres.url, say);

  async function watch(): Promise<void> {
    let delayMs = 500;
    for (;;) {
      await postgres.exited;
      if (stopping) return;
      say(`Postgres ended. It starts again in ${delayMs / 1_000} s.`);
      await sleep(delayMs);
      const again = await startAgain(dataDir, postgres, say);
      if (!again) {
        delayMs = Math.min(delayMs * 2, 30_000);
        continue;
      }
      delayMs = 500;
      const moved = again.url !== postgres.url;
      postgres = again;
      say(`Postgres answers again on 127.0.0.1:${again.port}.`);
      if (moved) onMoved(again.url);
    }
  }
  void watch();
  return {
    url: () => postgres.url,
    async stop() {
      stopping = true;
      await postgres.stop();
    },
  };
}

async function startAgain(dataDir: string, last: EmbeddedPostgres, say: (line: string) => void) {
  try {
    return await startEmbeddedPostgres({ dataDir, preferredPort: last.port });
  } catch (error) {
    say(`Postgres did not start: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** Ours and the queue's tables. A lock lets whoever comes first do it once. */
export async function prepareDatabase(url: string, say: (line: string) => void): Promise<void> {
  const applied = await migrate(url, path.resolve("prisma/migrations"));
  if (applied.length > 0) say(`The database was brought up to date: ${applied.join(", ")}.`);
  await runMigrations({ connectionString: url });
}

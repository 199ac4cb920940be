import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runMigrations } from "graphile-worker";
import { startEmbeddedPostgres } from "../embedded-postgres/start.ts";
import { migrate } from "./migrate.ts";

/** Vitest's global set-up of the project `db`: one throw-away Postgres, one migrated template, copied for each test file. */
export default async function setup(): Promise<() => Promise<void>> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "karbon-test-"));
  fs.chmodSync(dir, 0o755);
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(dir, "postgres"),
    database: "karbon_template",
    disposable: true,
  });
  await migrate(postgres.url, path.resolve("prisma/migrations"));
  await runMigrations({ connectionString: postgres.url });
  process.env["KARBON_TEST_POSTGRES_URL"] = postgres.url.replace(/\/[^/]*$/, "/postgres");
  return async () => {
    await postgres.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  };
}

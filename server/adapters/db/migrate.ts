import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";

/** Prisma's own table and lock, so that its CLI and this runner are interchangeable; the CLI is not needed at run time. */
const TABLE = `create table if not exists "_prisma_migrations" (
  "id" varchar(36) primary key not null, "checksum" varchar(64) not null, "finished_at" timestamptz,
  "migration_name" varchar(255) not null, "logs" text, "rolled_back_at" timestamptz,
  "started_at" timestamptz not null default now(), "applied_steps_count" integer not null default 0)`;
const LOCK = 72_707_369;

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/**
 * Applies what is missing of prisma/migrations, in order, each as one transaction. Several may run it at once.
 * @returns the names applied
 * @throws Error with a sentence when a migration failed before, was changed, or the database is newer than this build
 */
export async function migrate(connectionString: string, dir: string): Promise<string[]> {
  const client = new Client({ connectionString, application_name: "karbon-migrate" });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await client.query(TABLE);
    const { rows } = await client.query<Applied>(
      `select migration_name, checksum, finished_at from "_prisma_migrations" where rolled_back_at is null`,
    );
    const files = await migrationsIn(dir);
    refuseWhatDoesNotFit(rows, files);
    const done = new Set(rows.map((row) => row.migration_name));
    const missing = files.filter((file) => !done.has(file.name));
    for (const file of missing) await apply(client, file);
    return missing.map((file) => file.name);
  } finally {
    await client.end();
  }
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

async function migrationsIn(dir: string): Promise<Migration[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const sql = await readFile(path.join(dir, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

function refuseWhatDoesNotFit(rows: readonly Applied[], files: readonly Migration[]): void {
  for (const { migration_name: name, checksum, finished_at: finishedAt } of rows) {
    if (!finishedAt)
      throw new Error(
        `The migration ${name} failed before. Restore a backup, or mend it and mark it rolled back.`,
      );
    const file = files.find((candidate) => candidate.name === name);
    if (!file)
      throw new Error(
        `The database knows the migration ${name}, which this build does not: it is of a newer version.`,
      );
    if (file.checksum !== checksum)
      throw new Error(`The migration ${name} was changed after it had been applied.`);
  }
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  await client.query(`insert into "_prisma_migrations" (id, checksum, migration_name) values ($1, $2, $3)`, [
    id,
    checksum,
    name,
  ]);
  await client.query(sql); // the simple protocol: all statements are one transaction
  await client.query(
    `update "_prisma_migrations" set finished_at = now(), applied_steps_count = 1 where id = $1`,
    [id],
  );
}

import fs from "node:fs";
import path from "node:path";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { Client } from "pg";
import { BACKUP_FORMAT, type BackupLine, isKept } from "./format.ts";

const ROWS_A_LINE = 500;

/**
 * Database and key file as of one instant, in one private file, renamed into place when whole.
 * @returns how much was written
 */
export async function writeBackup(
  databaseUrl: string,
  dataDir: string,
  file: string,
): Promise<{ rows: number; files: number }> {
  const half = `${file}.part`;
  const gzip = createGzip();
  const done = finished(gzip.pipe(fs.createWriteStream(half, { mode: 0o600 })));
  const write = async (line: BackupLine) => {
    if (!gzip.write(`${JSON.stringify(line)}\n`)) await once(gzip, "drain");
  };
  const client = new Client({ connectionString: databaseUrl, application_name: "karbon-backup" });
  await client.connect();
  let rows = 0;
  let files = 0;
  try {
    await client.query("begin isolation level repeatable read read only");
    const migrations = await client.query<{ name: string }>(
      `select migration_name as name from "_prisma_migrations" where finished_at is not null order by migration_name`,
    );
    const names = migrations.rows.map((row) => row.name);
    await write({
      kind: "header",
      format: BACKUP_FORMAT,
      createdAt: new Date().toISOString(),
      migrations: names,
    });
    for (const table of await tablesOf(client)) rows += await writeTable(client, table, write);
    for (const relative of filesUnder(dataDir)) {
      await write({
        kind: "file",
        path: relative,
        base64: fs.readFileSync(path.join(dataDir, relative)).toString("base64"),
      });
      files += 1;
    }
    await write({ kind: "end", rows, files });
  } finally {
    await client.end();
    gzip.end();
  }
  await done;
  fs.renameSync(half, file);
  return { rows, files };
}

export async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> '_prisma_migrations' order by 1`,
  );
  return rows.map((row) => row.name);
}

async function writeTable(
  client: Client,
  table: string,
  write: (line: BackupLine) => Promise<void>,
): Promise<number> {
  await client.query(
    `declare rows no scroll cursor for select to_jsonb(t) as row from ${client.escapeIdentifier(table)} t`,
  );
  let count = 0;
  for (;;) {
    const { rows } = await client.query<{ row: Record<string, unknown> }>(`fetch ${ROWS_A_LINE} from rows`);
    if (rows.length === 0) break;
    await write({ kind: "rows", table, rows: rows.map(({ row }) => row) });
    count += rows.length;
  }
  await client.query("close rows");
  return count;
}

function filesUnder(dataDir: string): string[] {
  if (!fs.existsSync(dataDir)) return [];
  return fs
    .readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dataDir, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter(isKept)
    .toSorted();
}

import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { Client } from "pg";
import { BackupLine, safeRelative } from "./format.ts";
import { tablesOf } from "./write.ts";

/** Every line, checked, to the end mark. @throws Error with a sentence when it is no backup, or a torn one */
export async function* readBackup(file: string): AsyncGenerator<BackupLine> {
  if (!fs.existsSync(file)) throw new Error(`There is no file ${file}.`);
  const gunzip = createGunzip();
  const source = fs.createReadStream(file).pipe(gunzip);
  const lines = createInterface({ input: source, crlfDelay: Infinity });
  let last: BackupLine["kind"] | undefined;
  try {
    for await (const text of lines) {
      const line = BackupLine.parse(JSON.parse(text));
      if (last === undefined && line.kind !== "header") throw new Error("no header");
      last = line.kind;
      yield line;
    }
  } catch (error) {
    throw new Error(
      `${file} is not a backup of ours, or it is damaged (${error instanceof Error ? error.message.slice(0, 200) : "unreadable"}).`,
      {
        cause: error,
      },
    );
  }
  if (last !== "end") throw new Error(`${file} is torn: its end is missing.`);
}

/** Reads the whole file once before anything is touched, so that a torn one changes nothing. */
export async function inspectBackup(
  file: string,
): Promise<{ createdAt: string; migrations: string[]; rows: number; files: number }> {
  let header: Extract<BackupLine, { kind: "header" }> | undefined;
  let end: Extract<BackupLine, { kind: "end" }> | undefined;
  for await (const line of readBackup(file)) {
    if (line.kind === "header") header = line;
    if (line.kind === "end") end = line;
    if (line.kind === "file" && !safeRelative(line.path))
      throw new Error(`${file} would write outside the data folder: ${line.path}.`);
  }
  if (!header || !end) throw new Error(`${file} is torn: its end is missing.`);
  return { createdAt: header.createdAt, migrations: header.migrations, rows: end.rows, files: end.files };
}

/** Fills an empty, migrated database in one transaction, references checked at its end, then writes the files. */
export async function restoreBackup(databaseUrl: string, dataDir: string, file: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, application_name: "karbon-restore" });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica"); // rows come table by table, whatever refers to what
    for (const table of await tablesOf(client))
      await client.query(`delete from ${client.escapeIdentifier(table)}`);
    for await (const line of readBackup(file)) {
      if (line.kind === "rows") await insert(client, line.table, line.rows);
    }
    await advanceSequences(client);
    await client.query("commit");
  } finally {
    await client.end();
  }
  for await (const line of readBackup(file))
    if (line.kind === "file") writeKept(dataDir, line.path, line.base64);
}

async function insert(client: Client, table: string, rows: unknown[]): Promise<void> {
  const name = client.escapeIdentifier(table);
  await client.query(`insert into ${name} select * from jsonb_populate_recordset(null::${name}, $1::jsonb)`, [
    JSON.stringify(rows),
  ]);
}

async function advanceSequences(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `select table_name as "table", column_name as "column", pg_get_serial_sequence(quote_ident(table_name), column_name) as sequence
     from information_schema.columns
     where table_schema = 'public' and pg_get_serial_sequence(quote_ident(table_name), column_name) is not null`,
  );
  for (const { table, column, sequence } of rows) {
    const newest = `(select max(${client.escapeIdentifier(column)}) from ${client.escapeIdentifier(table)})`;
    await client.query(`select setval($1, coalesce(${newest}, 1), ${newest} is not null)`, [sequence]);
  }
}

function writeKept(dataDir: string, relative: string, base64: string): void {
  const file = path.join(dataDir, relative);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, Buffer.from(base64, "base64"), { mode: 0o600 });
}

import fs from "node:fs";
import path from "node:path";
import { inspectBackup, restoreBackup } from "#server/adapters/backup/read.ts";
import { writeBackup } from "#server/adapters/backup/write.ts";
import { migrate } from "#server/adapters/db/migrate.ts";
import { startEmbeddedPostgres } from "#server/adapters/embedded-postgres/start.ts";
import { stateOf } from "#server/adapters/embedded-postgres/process-state.ts";
import { type Config, loadConfig } from "#server/config.ts";
import { createApp } from "#server/context.ts";
import { resetPassword } from "#server/services/person/reset-password.ts";

const MIGRATIONS = path.resolve("prisma/migrations");
const USAGE = {
  backup: "npm run backup -- FILE",
  restore: "npm run restore -- FILE",
  "reset-password": "npm run reset-password -- EMAIL",
};

/** Behind `npm run backup|restore|reset-password`: one line of success, or one sentence and exit code 1. */
export async function main([operation = "", argument]: readonly string[]): Promise<void> {
  try {
    const config = loadConfig(process.env);
    say(await operate(config, operation, argument));
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function operate(config: Config, operation: string, argument: string | undefined): Promise<string> {
  switch (operation) {
    case "backup":
      return backup(config, needed(argument, USAGE.backup));
    case "restore":
      return restore(config, needed(argument, USAGE.restore));
    case "reset-password":
      return giveNewPassword(config, needed(argument, USAGE["reset-password"]));
    default:
      throw new Error(`Give one of: ${Object.values(USAGE).join(", ")}.`);
  }
}

async function backup(config: Config, file: string): Promise<string> {
  if (
    !running(config) &&
    config.database.kind === "embedded" &&
    !fs.existsSync(path.join(config.dataDir, "postgres"))
  ) {
    throw new Error(`There is nothing to back up in ${config.dataDir}.`);
  }
  return withDatabase(config, async (url) => {
    const { rows, files } = await writeBackup(url, config.dataDir, path.resolve(file));
    return `${file} holds ${rows} rows and ${files} files, the key among them: keep it as safe as the key.`;
  });
}

async function restore(config: Config, file: string): Promise<string> {
  if (running(config)) throw new Error("Karbonetes is running on this data. Stop it, then restore.");
  const { createdAt, migrations, rows } = await inspectBackup(file);
  return withDatabase(config, async (url) => {
    const known = fs.readdirSync(MIGRATIONS);
    const unknown = migrations.find((name) => !known.includes(name));
    if (unknown)
      throw new Error(
        `${file} is of a newer version, with the migration ${unknown}, which this build does not know.`,
      );
    await migrate(url, MIGRATIONS);
    await restoreBackup(url, config.dataDir, file);
    return `${rows} rows of ${createdAt} are back. What was here before is gone.`;
  });
}

async function giveNewPassword(config: Config, email: string): Promise<string> {
  return withDatabase(config, async (databaseUrl) => {
    const app = createApp({ ...config, databaseUrl }, "operate");
    const { password } = await resetPassword(app, email);
    await app.stop();
    return `The new password of ${email} is ${password}. It is shown this once; sessions of theirs have ended.`;
  });
}

/** On the running product's database, the external one, or the embedded one started for the occasion. */
async function withDatabase<T>(config: Config, act: (url: string) => Promise<T>): Promise<T> {
  if (config.database.kind === "external") return act(config.database.url);
  const live = running(config);
  if (live) return act(live.databaseUrl);
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(config.dataDir, "postgres") });
  try {
    return await act(postgres.url);
  } finally {
    await postgres.stop();
  }
}

function running({ dataDir }: Config): { databaseUrl: string } | undefined {
  const file = path.join(dataDir, "processes.json");
  if (!fs.existsSync(file)) return undefined;
  const { supervisor, databaseUrl } = JSON.parse(fs.readFileSync(file, "utf8")) as {
    supervisor: number;
    databaseUrl: string;
  };
  return stateOf(supervisor) === "running" ? { databaseUrl } : undefined;
}

function needed(argument: string | undefined, usage: string): string {
  if (argument) return argument;
  throw new Error(`Usage: ${usage}`);
}

const say = (line: string) => process.stdout.write(`${line}\n`);

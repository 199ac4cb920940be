import { loadConfig } from "#server/config.ts";
import { createApp } from "#server/context.ts";
import { ensureSetupCode } from "#server/services/person/ensure-setup-code.ts";
import { prepareDatabase } from "./database.ts";

/**
 * Where no supervisor runs, as in a cluster: brings the database up to date; with the argument `setup-code` prints a fresh code for the
 * first administrator instead. One sentence and exit code 1 when it cannot.
 */
async function main([verb]: readonly string[]): Promise<void> {
  const config = loadConfig(process.env);
  if (config.database.kind !== "external") {
    throw new Error("Give DATABASE_URL: postgresql://user:password@host/database.");
  }
  if (verb === undefined) return prepareDatabase(config.database.url, say);
  if (verb !== "setup-code")
    throw new Error(`There is no "${verb}": give setup-code, or nothing to bring the database up to date.`);
  const app = createApp(config, "prepare");
  try {
    const code = await ensureSetupCode(app);
    say(
      code
        ? `The set-up code is ${code}. It replaces the one before it.`
        : "There is an administrator already. A forgotten password is reset by another administrator.",
    );
  } finally {
    await app.stop();
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

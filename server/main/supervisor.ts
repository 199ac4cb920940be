import { createServer } from "node:net";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { endAllPlanes } from "#server/adapters/provider/local/end-all.ts";
import { type Config, loadConfig } from "#server/config.ts";
import { createApp } from "#server/context.ts";
import { ensureSetupCode } from "#server/services/person/ensure-setup-code.ts";
import { superviseChild } from "./child.ts";
import { openDatabase } from "./database.ts";

/** Console, worker and Postgres as one tree: each started again on its own, all stopped together. */
export async function main(): Promise<void> {
  const startedAt = performance.now();
  const say = (line: string) =>
    process.stdout.write(`[${((performance.now() - startedAt) / 1_000).toFixed(1)} s] ${line}\n`);
  try {
    await supervise(say);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function supervise(say: (line: string) => void): Promise<void> {
  const config = loadConfig(process.env);
  const port = await portToUse(config);
  if (config.demo) startAfresh(config, say);
  fs.mkdirSync(config.dataDir, { recursive: true });

  const database = await openDatabase({
    config,
    say,
    onMoved: () => children.forEach((child) => child.restart()),
  });
  const setupCode = await greet({ ...config, databaseUrl: database.url() });
  const env = (): NodeJS.ProcessEnv => ({
    ...process.env,
    NODE_ENV: process.env["KARBON_DEV"] === "1" ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: database.url(),
    ...(config.database.kind === "embedded" ? { KARBON_EMBEDDED_DATABASE: "1" } : {}),
    ...(config.clock
      ? {
          KARBON_CLOCK: `${config.clock.startsAt.toISOString()}@${config.clock.rate}`,
          KARBON_CLOCK_EPOCH: String(+config.clock.epoch),
        }
      : {}),
    KARBON_DATA_DIR: config.dataDir,
    KARBON_HOST: config.host,
    PORT: String(port),
    HOSTNAME: config.host,
  });
  const children = [
    superviseChild({ name: "console", ...consoleProgram(port, config.host), env, say }),
    superviseChild({
      name: "worker",
      file: path.resolve("dist/worker.mjs"),
      execArgv: ["--enable-source-maps"],
      env,
      say,
    }),
  ];
  fs.writeFileSync(
    path.join(config.dataDir, "processes.json"),
    JSON.stringify({ supervisor: process.pid, port, databaseUrl: database.url() }),
    { mode: 0o600 },
  );

  stopOnSignals(say, async () => {
    await Promise.all(children.map((child) => child.stop()));
    await endAllPlanes(config.dataDir);
    await database.stop();
  });
  await announce(config, port, say);
  if (setupCode) {
    say(
      `The first visit from this machine creates the administrator. From elsewhere it takes the set-up code ${setupCode}.`,
    );
  }
}

/** What must be known before anything runs: that a fast clock meets nothing real, and whether anybody has signed up. */
async function greet(config: Config): Promise<string | undefined> {
  const app = createApp(config, "supervisor");
  try {
    const real = config.clock
      ? await app.db.cluster.findFirst({ where: { provider: { not: "sandbox" } } })
      : null;
    if (real)
      throw new Error(
        `${real.name} is not a sandbox. A clock that runs ahead is for sandboxes only: unset KARBON_CLOCK.`,
      );
    return await ensureSetupCode(app);
  } finally {
    await app.stop();
  }
}

const consoleProgram = (port: number, host: string) =>
  process.env["KARBON_DEV"] === "1"
    ? { file: path.resolve("node_modules/next/dist/bin/next"), args: ["dev", "-p", String(port), "-H", host] }
    : { file: path.resolve(".next/standalone/server.js") };

/** A demo is a day that begins again: what the last one left would lie in its future. */
function startAfresh({ dataDir }: Config, say: (line: string) => void): void {
  if (path.basename(dataDir) !== "demo") throw new Error("The demo keeps to a folder of its own named demo.");
  if (!fs.existsSync(dataDir)) return;
  fs.rmSync(dataDir, { recursive: true, force: true });
  say("The last demo was cleared away.");
}

async function portToUse({ port, host }: Config): Promise<number> {
  if (await isFree(port, host)) return port;
  const another = await findFree(port + 1, host);
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new Error(`Port ${port} is taken. Use another: PORT=${another} npm start`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Port ${port} is taken. Use ${another} instead? [Y/n] `);
  terminal.close();
  if (/^n/i.test(answer.trim()))
    throw new Error(`Port ${port} is taken. Use another: PORT=${another} npm start`);
  return another;
}

async function findFree(from: number, host: string): Promise<number> {
  for (let port = from; port < from + 100; port++) if (await isFree(port, host)) return port;
  throw new Error(`No port from ${from} to ${from + 99} is free. Choose one: PORT=... npm start`);
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** A signal, or the death of npm above us, stops all; a second signal while draining is an order to leave at once. */
function stopOnSignals(say: (line: string) => void, stop: () => Promise<void>): void {
  let stopping = false;
  const shutDown = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    say("Stopping.");
    await stop();
    say("Stopped.");
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void shutDown());
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent && !stopping) void shutDown();
  }, 500).unref();
}

async function announce(
  { host, publicUrl, clock, demo }: Config,
  port: number,
  say: (line: string) => void,
): Promise<void> {
  const address = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const origin = `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
  for (;;) {
    const health = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    );
    if (health?.ok) break;
    await sleep(100);
  }
  if (clock)
    say(`Time runs ${clock.rate} times as fast${demo ? ", in a demo that begins again at each start" : ""}.`);
  say(`The Dragon's Eye is open: ${publicUrl ?? origin}`);
}

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { binary, preparePostgres, reachable, runAs, type RunAs } from "./binaries.ts";
import { isPostgres, readPidFile, stateOf, stopPostgres } from "./process-state.ts";

export interface EmbeddedPostgres {
  url: string;
  port: number;
  pid: number;
  /** Left running by a killed parent and taken over. */
  adopted: boolean;
  /** Resolves when the server has ended, however it came to that. */
  exited: Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  /** The cluster directory; its password and owner files stand beside it. */
  dataDir: string;
  database?: string;
  /** Taken when free, so that a restarted server answers where it did. */
  preferredPort?: number;
  log?: (line: string) => void;
  /** A throw-away server for tests: no fsync. */
  disposable?: boolean;
}

const USER = "karbon";
const SERVER_ENV: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  PATH: process.env["PATH"],
  LC_ALL: "C.UTF-8",
  LANG: "C.UTF-8",
  TZ: "UTC",
};

/**
 * A real Postgres under `dataDir`, on 127.0.0.1 only. Survives a kill -9 of either side: a server left running is adopted.
 * @throws Error with a sentence when the directory is in use, unreachable, or the server does not start
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(options.dataDir);
  const database = options.database ?? "karbon";
  const as = runAs();
  fs.mkdirSync(path.dirname(dataDir), { recursive: true });
  openToServer(dataDir, as);
  const native = preparePostgres(as);
  const password = passwordOf(dataDir);
  const urlOf = (port: number, name: string) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${name}`;

  const place = linkTarget(dataDir);
  if (!fs.existsSync(path.join(place, "PG_VERSION"))) await initialise(native, place, password, as);
  const release = takeOwnership(dataDir);
  try {
    const adopted = await adopt(place, (port) => urlOf(port, "postgres"));
    const server = adopted ?? (await launch(native, place, as, options));
    await createDatabase(urlOf(server.port, "postgres"), database);
    return {
      url: urlOf(server.port, database),
      port: server.port,
      pid: server.pid,
      adopted: adopted !== undefined,
      exited: server.exited,
      async stop() {
        await stopPostgres(server.pid);
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * Postgres' user must be able to enter its folder. Where a private one such as /root stands in the way, the cluster lives under
 * /var/lib with a link at its place.
 */
function openToServer(dataDir: string, as: RunAs): void {
  if (as.uid === undefined || fs.existsSync(dataDir)) return;
  const parent = path.dirname(dataDir);
  const mode = fs.statSync(parent).mode;
  if (!(mode & 0o001)) fs.chmodSync(parent, (mode & 0o777) | 0o001);
  if (reachable(parent)) return;
  const elsewhere = path.join(
    reachable("/var/lib") ? "/var/lib" : os.tmpdir(),
    "karbonetes",
    randomBytes(6).toString("hex"),
  );
  fs.mkdirSync(path.dirname(elsewhere), { recursive: true, mode: 0o755 });
  fs.rmSync(dataDir, { force: true }); // a link whose target is gone
  fs.symlinkSync(elsewhere, dataDir);
}

function passwordOf(dataDir: string): string {
  const file = `${dataDir}.password`;
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  return fs.readFileSync(file, "utf8").trim();
}

/** Into a temporary name, then renamed: a kill half-way leaves no half-made cluster behind. */
async function initialise(native: string, place: string, password: string, as: RunAs): Promise<void> {
  const half = `${place}.init-${process.pid}`;
  const passwordFile = `${half}.pw`;
  fs.mkdirSync(half, { mode: 0o700 });
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (as.uid !== undefined && as.gid !== undefined) {
    for (const file of [half, passwordFile]) fs.chownSync(file, as.uid, as.gid);
  }
  const args = ["-D", half, "-U", USER, "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  try {
    const child = spawn(
      binary(native, "initdb"),
      [...args, "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions", "--no-sync"],
      { ...as, env: SERVER_ENV, stdio: ["ignore", "ignore", "pipe"] },
    );
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`initdb ended with ${code}: ${said.slice(-2_000)}`);
    fs.renameSync(half, place);
  } finally {
    fs.rmSync(passwordFile, { force: true });
    fs.rmSync(half, { recursive: true, force: true });
  }
}

const linkTarget = (file: string) =>
  fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ? fs.readlinkSync(file) : file;

/** One owner at a time; a dead owner's mark counts for nothing. */
function takeOwnership(dataDir: string): () => void {
  const file = `${dataDir}.owner`;
  const owner = fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) : 0;
  if (owner && owner !== process.pid && stateOf(owner) === "running" && readPidFile(dataDir)) {
    throw new Error(
      `${path.dirname(dataDir)} is in use by process ${owner}. Stop it, or set KARBON_DATA_DIR to another folder.`,
    );
  }
  fs.writeFileSync(file, String(process.pid));
  return () => fs.rmSync(file, { force: true });
}

type Server = Pick<EmbeddedPostgres, "port" | "pid" | "exited">;

async function adopt(dataDir: string, urlOf: (port: number) => string): Promise<Server | undefined> {
  const left = readPidFile(dataDir);
  if (!left) return undefined;
  for (let i = 0; i < 20 && stateOf(left.pid) === "zombie"; i++) await sleep(250); // until init has reaped it
  const state = stateOf(left.pid);
  if (state === "zombie") fs.rmSync(path.join(dataDir, "postmaster.pid"), { force: true }); // a container whose PID 1 never reaps
  if (state !== "running" || !isPostgres(left.pid)) return undefined;
  for (let i = 0; i < 40; i++) {
    if (await answers(urlOf(left.port))) return { ...left, exited: endOf(left.pid) };
    if (stateOf(left.pid) !== "running") return undefined;
    await sleep(250);
  }
  throw new Error(`Another Postgres (process ${left.pid}) holds ${dataDir} and refuses our password.`);
}

async function endOf(pid: number): Promise<void> {
  while (stateOf(pid) === "running") await sleep(500, undefined, { ref: false });
}

async function launch(native: string, dataDir: string, as: RunAs, options: Options): Promise<Server> {
  const port = await freePort(options.preferredPort ?? 0);
  const settings = { max_connections: "100", shared_buffers: "64MB", dynamic_shared_memory_type: "mmap" };
  const fast = options.disposable ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {};
  const flags = Object.entries({ ...settings, ...fast }).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const child = spawn(
    binary(native, "postgres"),
    ["-D", dataDir, "-p", String(port), "-h", "127.0.0.1", "-k", "", ...flags],
    {
      ...as,
      env: SERVER_ENV,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // a terminal's ^C must not stop it before the product has drained
    },
  );
  const exited = once(child, "exit").then(() => undefined);
  let tail = "";
  await new Promise<void>((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-4_000);
      options.log?.(chunk.toString().trimEnd());
      if (tail.includes("ready to accept connections")) resolve();
    };
    child.stderr.on("data", onData);
    child.stdout.on("data", onData);
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      reject(new Error(`Postgres ended at its start (${code ?? signal}): ${tail}`)),
    );
  });
  if (child.pid === undefined) throw new Error("Postgres did not start.");
  return { port, pid: child.pid, exited };
}

async function createDatabase(adminUrl: string, database: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [database]);
    if (!rowCount) await admin.query(`create database ${admin.escapeIdentifier(database)}`);
  } finally {
    await admin.end();
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The preferred port if it is free, else any. */
function freePort(preferred: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => (preferred ? resolve(freePort(0)) : reject(error)));
    server.listen(preferred, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === "object" ? address.port : 0));
    });
  });
}

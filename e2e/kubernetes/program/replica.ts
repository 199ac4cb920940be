import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { ensureCli } from "../../../scripts/lib/build.mjs";
import { until } from "./cluster.ts";

export interface Replica {
  id: string;
  ready(): Promise<void>;
  /** The value of a metric without labels, or the sum over its labels. */
  metric(name: string): Promise<number>;
  get(path: string): Promise<{ status: number; text: string }>;
  log(): string;
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGSTOP: it stands still, and knows nothing of it. */
  freeze(): void;
  thaw(): void;
}
export interface ReplicaOptions {
  flags?: readonly string[];
  /** How far its clock is ahead of this machine's; below 0: behind. */
  skewMs?: number;
}
const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** `karbon agent` as the bundle runs it, a process of its own. */
export async function startReplica(
  dir: string,
  { id, kubeconfig, flags = [], skewMs = 0 }: { id: string; kubeconfig: string } & ReplicaOptions,
): Promise<Replica> {
  await ensureCli();
  const [webhook, metrics] = [await freePort(), await freePort()];
  const file = path.join(dir, `${id}.kubeconfig`);
  writeFileSync(file, kubeconfig, { mode: 0o600 });
  const args = [
    "agent",
    `--replica-id=${id}`,
    "--zone=DE",
    "--drain-seconds=0.5",
    `--webhook-port=${webhook}`,
    `--metrics-port=${metrics}`,
    `--webhook-url=https://127.0.0.1:${webhook}`,
    ...flags,
  ];
  const child = run(args, file, skewMs);
  const get = async (address: string) => {
    const response = await fetch(`http://127.0.0.1:${metrics}${address}`);
    return { status: response.status, text: await response.text() };
  };
  return {
    id,
    get,
    log: child.output,
    async ready() {
      await until(async () => {
        if (child.process.exitCode !== null) throw new Error(`${id} ended:\n${child.output()}`);
        const { status, text } = await get("/readyz");
        if (status !== 200) throw new Error(`${text}\n${child.output().slice(-3_000)}`);
      });
    },
    async metric(name) {
      const { text } = await get("/metrics");
      return text
        .split("\n")
        .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
        .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
    },
    stop: () => end(child.process, "SIGTERM"),
    kill: async () => void (await end(child.process, "SIGKILL")),
    freeze: () => void child.process.kill("SIGSTOP"),
    thaw: () => void child.process.kill("SIGCONT"),
  };
}

/** A command that ends by itself: its exit code, and all it said. */
export async function runToEnd(
  dir: string,
  args: readonly string[],
  kubeconfig: string,
): Promise<{ code: number | null; output: string }> {
  await ensureCli();
  const file = path.join(dir, "command.kubeconfig");
  writeFileSync(file, kubeconfig, { mode: 0o600 });
  const child = run(args, file);
  if (child.process.exitCode === null) await once(child.process, "exit");
  return { code: child.process.exitCode, output: child.output() };
}

/** Loaded before the program: its wall clock is off, its monotonic one is not, as on a machine whose time was never set. */
const skewed = (skewMs: number): string => {
  const code = `const Real = Date; const off = ${skewMs}; globalThis.Date = class extends Real {
    constructor(...given) { if (given.length === 0) super(Real.now() + off); else super(...given); }
    static now() { return Real.now() + off; }
  };`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
};

function run(args: readonly string[], kubeconfig: string, skewMs = 0) {
  const child = spawn(process.execPath, ["dist/karbon.mjs", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_ENV: "production",
      PATH: process.env["PATH"],
      KUBECONFIG: kubeconfig,
      KARBON_LOG: process.env["KARBON_LOG"] ?? "info",
      ...(skewMs !== 0 && { NODE_OPTIONS: skewed(skewMs) }),
    },
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  return { process: child, output: () => output };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
  return child.exitCode;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

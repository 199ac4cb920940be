import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WEBHOOK_PATH } from "#server/manifests/agent.ts";
import { ensureCli } from "../../scripts/lib/build.mjs";
import { SERVER_CORE } from "./cores.ts";

const WITHIN_MS = 60_000;

/** A webhook that runs on the servers' core. */
export interface Server {
  port: number;
  /** Since it began, s of processor time. */
  cpuSeconds: () => number;
  stop: () => Promise<void>;
}
interface Place {
  /** For logs, and the kubeconfig. */
  dir: string;
  /** Folder of tls.crt and tls.key: both serve the same. */
  certificates: string;
}

/** `karbon agent` as its image runs it. Ready to be asked. */
export async function startAgent(place: Place, kubeconfig: string): Promise<Server> {
  await ensureCli();
  const [port, metricsPort] = [await freePort(), await freePort()];
  const command = [
    process.execPath,
    "dist/karbon.mjs",
    "agent",
    "--certificates=files",
    `--certificate-dir=${place.certificates}`,
    `--webhook-port=${port}`,
    `--webhook-url=https://127.0.0.1:${port}`,
    `--metrics-port=${metricsPort}`,
    "--drain-seconds=0",
  ];
  const server = run(place, "agent", port, command, { KUBECONFIG: kubeconfig });
  await until("the agent is ready", server, async () => {
    const { ok } = await fetch(`http://127.0.0.1:${metricsPort}/readyz`);
    return ok;
  });
  return server;
}

/** The controller-runtime webhook, one thread of Go's at a time. */
export async function startBaseline(place: Place, program: string): Promise<Server> {
  const port = await freePort();
  const command = [program, `-port=${port}`, `-certificates=${place.certificates}`, `-path=${WEBHOOK_PATH}`];
  const server = run(place, "baseline", port, command, { GOMAXPROCS: "1" });
  await until("the Go webhook is ready", server, () => accepts(port));
  return server;
}

function run(
  { dir }: Place,
  name: string,
  port: number,
  command: readonly string[],
  env: Record<string, string>,
): Server & { ended: () => boolean; log: () => string } {
  const file = path.join(dir, `${name}.log`);
  const output = openSync(file, "a");
  const child = spawn("taskset", ["-c", String(SERVER_CORE), ...command], {
    stdio: ["ignore", output, output],
    env: { NODE_ENV: "production", PATH: process.env["PATH"], HOME: dir, ...env },
  });
  closeSync(output);
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  return {
    port,
    cpuSeconds: () => cpuSecondsOf(child.pid ?? 0),
    ended: () => hasEnded(child),
    log: () => readFileSync(file, "utf8").slice(-3_000),
    async stop() {
      process.removeListener("exit", kill);
      if (hasEnded(child)) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

/** User and system time from /proc, in hundredths of a second there. */
function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function until(
  what: string,
  { ended, log }: { ended: () => boolean; log: () => string },
  holds: () => Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  while (!(await holds().catch(() => false))) {
    if (ended() || performance.now() > deadline) throw new Error(`It is not so that ${what}:\n${log()}`);
    await sleep(100);
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

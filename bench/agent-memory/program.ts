import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureCli } from "../../scripts/lib/build.mjs";

export interface Program {
  webhookUrl: string;
  /** The value of a metric without labels. */
  metric(name: string): Promise<number>;
  /** Resident memory now and at its highest, megabytes, as the kernel counts it. */
  memory(): { nowMb: number; peakMb: number };
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;

/** `karbon agent` as the image runs it: the bundle, a process of its own. Resolves when it is ready. */
export async function startProgram(dir: string, kubeconfig: string): Promise<Program> {
  await ensureCli();
  const [webhook, metrics] = [await freePort(), await freePort()];
  const file = path.join(dir, "agent.kubeconfig");
  writeFileSync(file, kubeconfig, { mode: 0o600 });
  const webhookUrl = `https://127.0.0.1:${webhook}`;
  const flags = [
    "--zone=DE",
    "--drain-seconds=0.5",
    `--webhook-port=${webhook}`,
    `--metrics-port=${metrics}`,
    `--webhook-url=${webhookUrl}`,
  ];
  const child = spawn(process.execPath, ["dist/karbon.mjs", "agent", ...flags], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { NODE_ENV: "production", PATH: process.env["PATH"], KUBECONFIG: file, KARBON_LOG: "warn" },
  });
  process.once("exit", () => child.kill("SIGKILL"));
  const get = (address: string) => fetch(`http://127.0.0.1:${metrics}${address}`);
  const program: Program = {
    webhookUrl,
    async metric(name) {
      const lines = (await (await get("/metrics")).text()).split("\n");
      return Number(lines.find((line) => line.startsWith(`${name} `))?.split(" ")[1] ?? Number.NaN);
    },
    memory: () => memoryOf(child.pid ?? 0),
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
  for (const overAt = Date.now() + READY_WITHIN_MS; ; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`The agent ended with ${child.exitCode}.`);
    const ready = await get("/readyz").catch(() => undefined);
    if (ready?.status === 200) return program;
    if (Date.now() > overAt) throw new Error("The agent did not become ready within a minute.");
  }
}

function memoryOf(pid: number): { nowMb: number; peakMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1_000;
  return { nowMb: 1.024 * of("VmRSS"), peakMb: 1.024 * of("VmHWM") };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

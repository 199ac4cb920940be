import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Product {
  origin: string;
  dataDir: string;
  /** Process ids by name, as they are at this moment. */
  pids(): { supervisor: number; children: { pid: number; name: "console" | "worker" | "postgres" }[] };
  output(): string;
  healthy(): Promise<void>;
  stop(): Promise<void>;
}

/** A copy of the product of its own: a free port, a data directory that goes when it stops. Needs a build. */
export async function startProduct(
  env: Record<string, string> = {},
  kept?: { dataDir: string },
): Promise<Product> {
  const dataDir = kept?.dataDir ?? fs.mkdtempSync(path.join(os.tmpdir(), "karbon-e2e-"));
  fs.chmodSync(dataDir, 0o755);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["scripts/start.mjs", "--built"], {
    env: { ...process.env, PORT: String(port), KARBON_DATA_DIR: dataDir, KARBON_LOG: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const product: Product = {
    origin,
    dataDir,
    output: () => output,
    pids: () => pidsOf(child),
    healthy: () => untilHealthy(origin, child, () => output),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      }
      if (!kept) fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
  await product.healthy();
  return product;
}

async function untilHealthy(origin: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + 90_000;
  for (;;) {
    const answer = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(3_000) }).catch(
      () => undefined,
    );
    if (answer?.ok) return;
    if (child.exitCode !== null) throw new Error(`The product ended with ${child.exitCode}:\n${output()}`);
    if (Date.now() > deadline) throw new Error(`The product is not healthy after 90 s:\n${output()}`);
    await sleep(100);
  }
}

function pidsOf(child: ChildProcess): ReturnType<Product["pids"]> {
  const supervisor = child.pid ?? 0;
  const children = fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = Number(/\) \S (\d+)/.exec(fs.readFileSync(`/proc/${name}/stat`, "utf8"))?.[1]);
        if (parent !== supervisor) return [];
        const command = fs.readFileSync(`/proc/${name}/cmdline`, "utf8");
        const kind: "console" | "worker" | "postgres" = command.includes("worker.mjs")
          ? "worker"
          : command.includes("postgres")
            ? "postgres"
            : "console";
        return [{ pid: Number(name), name: kind }];
      } catch {
        return []; // it ended meanwhile
      }
    });
  return { supervisor, children };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === "object" ? address.port : 0));
    });
  });
}

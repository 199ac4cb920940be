import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A zombie still answers signal 0, so Postgres itself takes it for alive. */
export function stateOf(pid: number): "running" | "zombie" | "gone" {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "gone";
  }
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ") ? "zombie" : "running";
  } catch {
    return process.platform === "linux" ? "gone" : "running";
  }
}

export function isPostgres(pid: number): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres");
  } catch {
    return true;
  }
}

export function readPidFile(dataDir: string): { pid: number; port: number } | undefined {
  try {
    const [pid, , , port] = fs.readFileSync(path.join(dataDir, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(pid), port: Number(port) };
  } catch {
    return undefined;
  }
}

/** Fast shutdown (disconnect, checkpoint, exit), then harder, each with its time. */
export async function stopPostgres(pid: number): Promise<void> {
  for (const [signal, ms] of [
    ["SIGINT", 8_000],
    ["SIGQUIT", 3_000],
    ["SIGKILL", 1_000],
  ] as const) {
    if (stateOf(pid) !== "running") return;
    process.kill(pid, signal);
    for (let waited = 0; waited < ms && stateOf(pid) === "running"; waited += 20) await sleep(20);
  }
}

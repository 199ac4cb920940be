import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const GONE_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 20;

const fileIn = (dir: string): string => path.join(dir, "pids.json");

export function notePids(dir: string, pids: readonly number[]): void {
  writeFileSync(fileIn(dir), JSON.stringify(pids), { mode: 0o600 });
}

export const forgetPids = (dir: string): void => rmSync(fileIn(dir), { force: true });

/**
 * Ends what a killed owner left running on this folder, and waits until its ports and files are free. A pid that means another
 * process by now is left alone.
 */
export async function endLeftovers(dir: string): Promise<void> {
  const left = readPids(dir).filter((pid) => isOn(dir, pid));
  for (const pid of left) kill(pid);
  const deadline = performance.now() + GONE_WITHIN_MS;
  while (left.some((pid) => isOn(dir, pid)) && performance.now() < deadline) await sleep(LOOK_EVERY_MS);
  forgetPids(dir);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it ended by itself
  }
}

function readPids(dir: string): number[] {
  try {
    return (JSON.parse(readFileSync(fileIn(dir), "utf8")) as unknown[]).filter(
      (pid) => typeof pid === "number",
    );
  } catch {
    return [];
  }
}

/** Each engine has the folder in its command line or, told by the environment alone, works in it. */
function isOn(dir: string, pid: number): boolean {
  if (!existsSync("/proc/self")) return isOnWithoutProc(dir, pid);
  return readProc(pid, "cmdline").includes(dir) || readProc(pid, "environ").includes(`HOME=${dir}\0`);
}

function isOnWithoutProc(dir: string, pid: number): boolean {
  try {
    return execFileSync("ps", ["-E", "-ww", "-o", "command=", "-p", String(pid)]).includes(dir);
  } catch {
    return false;
  }
}

function readProc(pid: number, file: "cmdline" | "environ"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

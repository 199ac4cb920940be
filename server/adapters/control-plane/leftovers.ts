import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const fileIn = (dir: string): string => path.join(dir, "pids.json");

export function notePids(dir: string, pids: readonly number[]): void {
  writeFileSync(fileIn(dir), JSON.stringify(pids), { mode: 0o600 });
}

export const forgetPids = (dir: string): void => rmSync(fileIn(dir), { force: true });

/** Ends what a killed owner left running on this folder. A pid that means another process by now is left alone. */
export function endLeftovers(dir: string): void {
  for (const pid of readPids(dir)) if (commandLine(pid).includes(dir)) process.kill(pid, "SIGKILL");
  forgetPids(dir);
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

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

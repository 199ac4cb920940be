import fs from "node:fs";

/** Pids of processes that were started for this folder: by its name in their arguments or as their home. Linux only. */
export function processesOn(dir: string): number[] {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => read(pid, "cmdline").includes(dir) || read(pid, "environ").includes(`HOME=${dir}`))
    .map(Number);
}

function read(pid: string, file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // it ended meanwhile
  }
}

import { readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100; // of the kernel's clock, on every Linux that Node runs on

/** Resident memory, megabytes, as the kernel counts it. */
export const rssOf = (pid: number): number =>
  (1.024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1])) / 1_000;

/** Processor seconds that it has had since it began. */
export function cpuSecondsOf(pid: number): number {
  const [, rest = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(/\) /);
  const fields = rest.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

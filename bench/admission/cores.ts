import { execFileSync } from "node:child_process";
import os from "node:os";

/** What answers has a core to itself; what asks, and all else, has the other. */
export const SERVER_CORE = 1;
const LOAD_CORE = 0;

/**
 * Keeps this process and all that it starts from now on to the load's core.
 * @throws Error when there are no two cores, or nothing to pin by
 */
export function stayOnLoadCore(): void {
  if (os.cpus().length < 2) throw new Error("This measurement takes two cores: one asks, one answers.");
  try {
    execFileSync("taskset", ["-a", "-p", "-c", String(LOAD_CORE), String(process.pid)], { stdio: "ignore" });
  } catch (error) {
    throw new Error("This measurement pins to cores by taskset, of util-linux; it cannot be run here.", {
      cause: error,
    });
  }
}

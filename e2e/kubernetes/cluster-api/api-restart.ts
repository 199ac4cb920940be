import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { processesOn } from "../local/processes.ts";
import type { Management } from "./management.ts";

type Restarted = Pick<Management, "plane" | "dir">;

/** Ends the API server of a management cluster as a crash does; its port stays its own, and etcd goes on. */
export async function killApi({ plane, dir }: Restarted): Promise<void> {
  const [pid] = processesOn(dir).filter((each) => commandOf(each).includes("kube-apiserver"));
  if (pid === undefined) throw new Error("No API server runs there.");
  process.kill(pid, "SIGKILL");
  while (plane.running().includes("kube-apiserver")) await sleep(20);
}

/** And starts it again on the same address. */
export async function restartApi(management: Restarted): Promise<void> {
  await killApi(management);
  await management.plane.run("kube-apiserver");
}

const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] ?? "";

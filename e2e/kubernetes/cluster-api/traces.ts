import fs from "node:fs";
import path from "node:path";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { processesOn } from "../local/processes.ts";
import type { Management } from "./management.ts";

/** All that a cluster may leave behind, each sorted, to compare before and after. */
export interface Traces {
  objects: string[];
  /** By name: one that was started again is the same. */
  processes: string[];
  ports: number[];
  files: string[];
}

export async function tracesOf({ dir, kube }: Pick<Management, "dir" | "kube">): Promise<Traces> {
  const pids = processesOn(dir);
  const processes = pids.map(nameOf).toSorted();
  return { objects: await everyObject(kube), processes, ports: portsOf(pids), files: filesIn(dir) };
}

const nameOf = (pid: number): string => fs.readFileSync(`/proc/${pid}/comm`, "utf8").trim();

interface Resources {
  groupVersion: string;
  resources: { name: string; verbs: string[] }[];
}
const COMES_AND_GOES: readonly string[] = ["events", "leases"]; // whatever clusters there are

/** "machines fleet/a" of every kind that the API server can list. */
async function everyObject(kube: KubeClient): Promise<string[]> {
  type Groups = { groups: { preferredVersion: { groupVersion: string } }[] };
  const { groups } = await kube.json<Groups>("/apis");
  const roots = [
    "/api/v1",
    ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`),
  ];
  const lists = await Promise.all(
    roots.map(async (root) => {
      const { resources } = await kube.json<Resources>(root);
      return resources
        .filter(({ name, verbs }) => verbs.includes("list") && !COMES_AND_GOES.includes(name))
        .map(({ name }) => ({ name, list: `${root}/${name}` }));
    }),
  );
  const found = await Promise.all(
    lists.flat().map(async ({ name, list }) => {
      const { items } = await kube.list<KubeObject>(list, { metadataOnly: true });
      return items.map(({ metadata }) => `${name} ${metadata.namespace ?? ""}/${metadata.name}`);
    }),
  );
  return found.flat().toSorted();
}

const LISTENS = "0A";

/** Where these processes listen. Linux only. */
function portsOf(pids: readonly number[]): number[] {
  const theirs = new Set(pids.flatMap(socketsOf));
  const ports = ["tcp", "tcp6"].flatMap((table) =>
    fs
      .readFileSync(`/proc/net/${table}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((column) => column[3] === LISTENS && theirs.has(column[9] ?? ""))
      .map((column) => Number.parseInt(column[1]?.split(":")[1] ?? "", 16)),
  );
  return [...new Set(ports)].toSorted((a, b) => a - b);
}

/** Inodes of what a process has open. */
function socketsOf(pid: number): string[] {
  const dir = `/proc/${pid}/fd`;
  return fs.readdirSync(dir).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(fs.readlinkSync(path.join(dir, fd)))?.[1] ?? [];
    } catch {
      return []; // closed meanwhile
    }
  });
}

/** Without etcd's own, which it cuts anew as it likes. */
function filesIn(dir: string): string[] {
  return fs
    .readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((file) => !/\/member\//.test(file))
    .toSorted();
}

import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import path from "node:path";
import { z } from "zod";
import { PORT_NAMES, type Ports } from "./command-lines.ts";

const Saved = z.partialRecord(z.enum(PORT_NAMES), z.int());
type PortsOf<Name extends string> = Record<Name, number>;

/** The ports of the cluster's last life where they are free, else any; kept in its folder. */
export async function takePorts(dir: string): Promise<Ports> {
  const file = path.join(dir, "ports.json");
  const ports = await reserve(PORT_NAMES, readSaved(file));
  writeFileSync(file, JSON.stringify(ports), { mode: 0o600 });
  return ports;
}

function readSaved(file: string): Partial<Ports> {
  try {
    return Saved.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {}; // its first life, or one whose ports nobody can know any more
  }
}

/** A free port for each name. */
export const freePorts = <Name extends string>(names: readonly Name[]): Promise<PortsOf<Name>> =>
  reserve(names, {});

/** All are held at once before any is let go, so that no two are the same. */
async function reserve<Name extends string>(
  names: readonly Name[],
  wanted: Partial<PortsOf<Name>>,
): Promise<PortsOf<Name>> {
  const servers: Server[] = [];
  const entries: [string, number][] = [];
  for (const name of names) {
    const server = await listen(wanted[name] ?? 0).catch(() => listen(0));
    servers.push(server);
    entries.push([name, (server.address() as AddressInfo).port]);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(entries) as PortsOf<Name>;
}

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) =>
    server.once("error", reject).listen(port, "127.0.0.1", () => resolve(server)),
  );
}

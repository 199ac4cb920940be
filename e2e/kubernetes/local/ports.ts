import { existsSync, readdirSync, readFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";

/** Every loopback port that the local clusters of this data directory took. */
export function portsOf(dataDir: string): number[] {
  const clusters = path.join(dataDir, "clusters");
  return readdirSync(clusters)
    .map((id) => path.join(clusters, id, "control-plane/ports.json"))
    .filter((file) => existsSync(file))
    .flatMap((file) => Object.values(JSON.parse(readFileSync(file, "utf8")) as Record<string, number>));
}

/** Those of them where somebody listens. */
export async function listening(ports: readonly number[]): Promise<number[]> {
  const open = await Promise.all(ports.map(isOpen));
  return ports.filter((_, n) => open[n]);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    const say = (open: boolean) => (socket.destroy(), resolve(open));
    socket.once("connect", () => say(true)).once("error", () => say(false));
  });
}

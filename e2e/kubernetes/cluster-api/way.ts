import { once } from "node:events";
import net, { type AddressInfo } from "node:net";

/** Another address of this machine that leads to `server`, until it is stopped. */
export async function startWay(server: string): Promise<{ server: string; stop: () => void }> {
  const { hostname, port } = new URL(server);
  const open = new Set<net.Socket>();
  const way = net.createServer((socket) => {
    const onward = net.connect(Number(port), hostname);
    for (const each of [socket, onward]) {
      open.add(each);
      each.on("error", () => undefined).on("close", () => open.delete(each));
    }
    socket.pipe(onward).pipe(socket);
  });
  way.listen(0, "127.0.0.1");
  await once(way, "listening");
  const stop = (): void => {
    way.close();
    for (const socket of open) socket.destroy();
  };
  return { server: `https://127.0.0.1:${(way.address() as AddressInfo).port}`, stop };
}

import { once } from "node:events";
import { writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { stringify } from "yaml";

export interface Network {
  /** For the API server: every call into its cluster takes this way, as with konnectivity. */
  apiServerFlags: string[];
  /** What is sent to host:port there is answered on this loopback port. */
  route(address: string, port: number): void;
  stop(): Promise<void>;
}

/**
 * Stands for the network of a cluster whose Pods do not really run: HTTP CONNECT on a socket in the cluster's folder. Nothing but
 * what was routed is reached; TLS goes through untouched, so the API server still checks the Service's own name.
 */
export async function startNetwork(dir: string): Promise<Network> {
  const socket = path.join(dir, "network.sock");
  const config = path.join(dir, "network.yaml");
  const connection = { proxyProtocol: "HTTPConnect", transport: { uds: { udsName: socket } } };
  writeFileSync(
    config,
    stringify({
      apiVersion: "apiserver.k8s.io/v1beta1",
      kind: "EgressSelectorConfiguration",
      egressSelections: [{ name: "cluster", connection }],
    }),
  );
  const routes = new Map<string, number>();
  const open = new Set<net.Socket>();
  const server = http.createServer((_, response) => response.writeHead(405).end());
  server.on("connect", (request, client: net.Socket) => {
    const port = routes.get(request.url ?? "");
    if (port === undefined) return void client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    const replica = net.connect(port, "127.0.0.1");
    replica.once("connect", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      replica.pipe(client).pipe(replica);
    });
    for (const [one, other] of [
      [client, replica],
      [replica, client],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy()).once("close", () => (open.delete(one), other.destroy()));
    }
  });
  server.listen(socket);
  await once(server, "listening");
  return {
    apiServerFlags: [`--egress-selector-config-file=${config}`],
    route: (address, port) => void routes.set(address, port),
    async stop() {
      open.forEach((each) => each.destroy());
      server.close();
      await once(server, "close");
    },
  };
}

import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { stringify } from "yaml";
import { createServingCertificate } from "#server/adapters/certificate/serving.ts";
import { readKubeconfig } from "#server/adapters/kubernetes/kubeconfig.ts";

/** What is wrong with every watch, until another is set. */
export const FAULTS = {
  reset: "TCP reset: of all that is open, and of whoever connects anew",
  stall: "a stall: the connection stays open and no byte comes through",
  truncated: "a chunk cut in the middle of a line, and the connection with it",
  "cut-short": "a chunk cut in the middle of a line, and a clean end after it",
  "status-500": "HTTP 500, to lists too",
  "status-410": "HTTP 410",
  "event-410": "410 as an event in the stream",
} as const;
export type Fault = keyof typeof FAULTS;

interface Watching {
  response: ServerResponse;
  /** Not a byte more. */
  stalled: boolean;
}

const statusOf = (code: number) => ({
  kind: "Status",
  apiVersion: "v1",
  status: "Failure",
  code,
  message: `fault ${code}`,
});

/** An HTTPS server in front of an API server that spoils what passes through it; without a fault it passes on what it gets. */
export async function startFaultProxy(kubeconfig: string) {
  let upstream = readKubeconfig(kubeconfig);
  let fault: Fault | undefined;
  let hits = 0;
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const watches = new Set<Watching>();
  const { key, cert, caBundle } = await createServingCertificate(["127.0.0.1"]);
  const server = https.createServer({ key, cert }, handle);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
    if (fault === "reset") reset(socket);
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  function reset(socket: Socket): void {
    hits += 1;
    socket.resetAndDestroy();
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? "/", upstream.server);
    const isWatch = searchParams.get("watch") === "true";
    asked.push(`${isWatch ? "watch" : "list"} ${pathname}`);
    if (fault === "status-500") return refuse(response, 500);
    if (fault === "status-410" && isWatch) return refuse(response, 410);
    passOn(request, response, isWatch);
  }

  function refuse(response: ServerResponse, code: number): void {
    hits += 1;
    response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(statusOf(code)));
  }

  function passOn(request: IncomingMessage, response: ServerResponse, isWatch: boolean): void {
    const { server: base, ca, cert: own, key: ownKey } = upstream;
    const { method, headers } = request;
    const onward = https.request(new URL(request.url ?? "/", base), {
      method,
      headers,
      ca,
      cert: own,
      key: ownKey,
    });
    onward.on("error", () => response.destroy());
    onward.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("error", () => response.destroy());
      if (!isWatch) return void answer.pipe(response);
      const watching = { response, stalled: false };
      watches.add(watching);
      response.flushHeaders();
      answer.on("data", (chunk: Buffer) => passChunk(watching, chunk));
      answer.once("end", () => response.end());
    });
    response.once("close", () => {
      for (const watching of watches) if (watching.response === response) watches.delete(watching);
      onward.destroy();
    });
    request.pipe(onward);
  }

  function passChunk(watching: Watching, chunk: Buffer): void {
    const { response } = watching;
    if (fault === "stall") watching.stalled = true;
    if (watching.stalled) {
      hits += 1;
      return;
    }
    if (fault !== "truncated" && fault !== "cut-short") return void response.write(chunk);
    hits += 1;
    watching.stalled = true;
    response.write(chunk.subarray(0, Math.floor(chunk.length / 2)), () => {
      if (fault === "truncated") response.destroy();
      else response.end();
    });
  }

  /** What is open when the fault begins meets it too. */
  function begin(next: Fault): void {
    fault = next;
    if (next === "reset") sockets.forEach(reset);
    for (const watching of watches) {
      if (next === "stall") watching.stalled = true;
      if (next === "status-500" || next === "status-410") watching.response.destroy();
      if (next !== "event-410") continue;
      hits += 1;
      watching.stalled = true;
      watching.response.end(`${JSON.stringify({ type: "ERROR", object: statusOf(410) })}\n`);
    }
  }

  return {
    /** An administrator's, through here. */
    kubeconfig: kubeconfigOf(`https://127.0.0.1:${port}`, caBundle),
    /** "list PATH" and "watch PATH", in order. */
    asked: asked as readonly string[],
    /** How often a fault was met. */
    hits: () => hits,
    begin,
    end(): void {
      fault = undefined;
    },
    to(next: string): void {
      upstream = readKubeconfig(next);
    },
    async close(): Promise<void> {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

const kubeconfigOf = (server: string, ca: string): string =>
  stringify({
    "current-context": "x",
    clusters: [{ name: "c", cluster: { server, "certificate-authority-data": ca } }],
    users: [{ name: "u", user: {} }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
  });

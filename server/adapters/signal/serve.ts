import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { Green } from "#server/domain/carbon/green-switch.ts";
import type { SignalDocument } from "#server/domain/carbon/signal-document.ts";

const MOST_BYTES = 1_000;
const Switch = z.object({ green: z.enum(["on", "off", "auto"]) });

export interface SignalServer {
  port: number;
  stop(): Promise<void>;
}

/** GET / answers the document; PUT /green with {"green": "on"} overrules the clock, from this very machine only. */
export async function serveSignal({
  host,
  port,
  document,
  set,
}: {
  host: string;
  port: number;
  document: () => SignalDocument;
  set: (green: Green) => void;
}): Promise<SignalServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? "").replace(/\?.*$/s, "");
    if (request.method === "GET" && path === "/healthz") return say(response, 200, { message: "ok" });
    if (request.method === "GET" && path === "/") return say(response, 200, document());
    if (request.method === "PUT" && path === "/green") return void turn(request, response, set);
    return say(response, 404, { message: "Ask by GET /, or set by PUT /green." });
  });
  server.on("clientError", (_, socket) => socket.destroy());
  server.listen(port, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function turn(
  request: IncomingMessage,
  response: ServerResponse,
  set: (green: Green) => void,
): Promise<void> {
  if (!isLoopback(request.socket.remoteAddress ?? "")) {
    return say(response, 403, { message: "The switch is turned on the machine of the service only." });
  }
  const wanted = Switch.safeParse(await jsonOf(request));
  if (!wanted.success) return say(response, 400, { message: 'Give {"green": "on"}, "off" or "auto".' });
  set(wanted.data.green);
  return say(response, 200, wanted.data);
}

const isLoopback = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address);

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      text += chunk.toString();
      if (text.length > MOST_BYTES) return undefined;
    }
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
}

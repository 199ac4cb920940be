import { IncomingMessage, Server } from "node:http";
import { FORWARDING_HEADERS, PEER_HEADER, PROXIED_HEADER } from "#server/domain/person/doors.ts";
import { shutdown } from "#server/api/shutdown.ts";
import { getConsoleApp } from "#server/main/console.ts";
import { registerApp } from "#server/registry.ts";

const DRAIN_MS = 500;

/** Ties the console to its process: the App, an orderly end, and what the socket says of each request. */
export function onStart(): void {
  registerApp(getConsoleApp);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => shutdown.abort());
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM")); // the supervisor was killed
  closeConnectionsOnClose();
  notePeers();
}

/**
 * Next answers SIGTERM with server.close(), which waits for every keep-alive connection; a browser opens its event
 * stream again on the same one for ever. Answers get half a second, then what is left is dropped.
 */
function closeConnectionsOnClose(): void {
  const close = Server.prototype.close;
  Server.prototype.close = function (this: Server, callback?: (error?: Error) => void) {
    setTimeout(() => this.closeAllConnections(), DRAIN_MS).unref();
    return close.call(this, callback);
  };
}

/** Next adds forwarding headers of its own, so that who sits at the machine can no longer be told later: it is noted here. */
function notePeers(): void {
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (this: Server, event: string, ...args: unknown[]) {
    const [request] = args;
    if (event === "request" && request instanceof IncomingMessage) {
      request.headers[PEER_HEADER] = request.socket.remoteAddress ?? "unknown";
      request.headers[PROXIED_HEADER] = FORWARDING_HEADERS.some((name) => name in request.headers)
        ? "1"
        : "0";
    }
    return Reflect.apply(emit, this, [event, ...args]) as boolean;
  };
}

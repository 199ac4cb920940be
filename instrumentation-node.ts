import { subscribe } from "node:diagnostics_channel";
import { type IncomingMessage, Server } from "node:http";
import { shutdown } from "#server/api/shutdown.ts";
import { FORWARDING_HEADERS, PEER_HEADER, PROXIED_HEADER } from "#server/domain/person/doors.ts";
import { getConsoleApp } from "#server/main/console.ts";
import { registerApp } from "#server/registry.ts";

const DRAIN_MS = 500;

/** Ties the console to its process: the App, an orderly end, and what the socket says of each request. */
export function onStart(): void {
  registerApp(getConsoleApp);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => shutdown.abort());
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM")); // the supervisor was killed
  closeConnectionsOnClose(Server.prototype);
  subscribe("http.server.request.start", (message) =>
    notePeer((message as { request: IncomingMessage }).request),
  );
}

type Close = (this: Server, callback?: (error?: Error) => void) => Server;

/**
 * Next answers SIGTERM with server.close(), which waits for every keep-alive connection; a browser opens its event
 * stream again on the same one for ever. Answers get half a second, then what is left is dropped.
 */
function closeConnectionsOnClose(prototype: { close: Close }): void {
  const { close } = prototype;
  prototype.close = function (callback) {
    setTimeout(() => this.closeAllConnections(), DRAIN_MS).unref();
    return close.call(this, callback);
  };
}

/** Next adds forwarding headers of its own, so that who sits at the machine could not be told later: it is noted before. */
function notePeer(request: IncomingMessage): void {
  const proxied = FORWARDING_HEADERS.some((name) => name in request.headers);
  request.headers[PEER_HEADER] = request.socket.remoteAddress ?? "unknown";
  request.headers[PROXIED_HEADER] = proxied ? "1" : "0";
}

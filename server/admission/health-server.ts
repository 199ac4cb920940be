import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface HealthServer {
  port: number;
  stop(): Promise<void>;
}

/**
 * Plain HTTP for the kubelet and Prometheus: /healthz while the process lives, /readyz when it may be asked for reviews, /metrics.
 * `notReady` gives the sentence why it may not be; undefined when it may.
 */
export async function startHealthServer({
  host,
  port,
  notReady,
  metrics,
}: {
  /** All addresses where it is not given. */
  host: string | undefined;
  port: number;
  notReady: () => string | undefined;
  metrics: () => Promise<{ contentType: string; text: string }>;
}): Promise<HealthServer> {
  const server = createServer((request, response) => {
    switch ((request.url ?? "").replace(/\?.*$/s, "")) {
      case "/healthz":
        return say(response, 200, "ok");
      case "/readyz": {
        const why = notReady();
        return say(response, why === undefined ? 200 : 503, why ?? "ok");
      }
      case "/metrics":
        return void metrics().then(
          ({ contentType, text }) => say(response, 200, text, contentType),
          (error: unknown) => say(response, 500, `The metrics cannot be read: ${String(error)}`),
        );
      default:
        return say(response, 404, "Ask for /healthz, /readyz or /metrics.");
    }
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

function say(response: ServerResponse, status: number, text: string, contentType = "text/plain"): void {
  response.writeHead(status, { "content-type": contentType }).end(text.endsWith("\n") ? text : `${text}\n`);
}

import { once, setMaxListeners } from "node:events";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { stringify } from "yaml";
import type { Clock } from "#server/domain/clock.ts";
import { createCore } from "./core.ts";
import { loadIdentity, saveIdentity } from "./identity.ts";
import type { SandboxApi } from "./machine.ts";
import { createRequestListener } from "./rest/server.ts";

export interface SandboxOptions {
  /** Holds all of the cluster's state; made if absent, with one owner at a time. */
  dir: string;
  clock: Clock;
  log: {
    error: (details: object, message: string) => void;
    warn: (details: object, message: string) => void;
  };
  name: string;
  /** Default: the port of the last life if it is free, else any. */
  port?: number;
  /** Started once the API answers; the signal ends them. */
  controllers?: (api: SandboxApi, clock: Clock, signal: AbortSignal) => void;
}

export interface Sandbox {
  api: SandboxApi;
  url: string;
  /** PEM. */
  caCertificate: string;
  token: string;
  /** YAML with the token in it. */
  kubeconfig(): string;
  /** Ends controllers, watches and the server; all that was written is on disk. */
  stop(): Promise<void>;
}

async function listen(server: https.Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function listenSomewhere(server: https.Server, wanted: number): Promise<number> {
  try {
    return await listen(server, wanted);
  } catch (error) {
    if (wanted === 0 || (error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return listen(server, 0);
  }
}

/** Starts a simulated Kubernetes cluster, or wakes the one whose state is in `dir`. */
export async function createSandbox({
  dir,
  clock,
  log,
  name,
  port,
  controllers,
}: SandboxOptions): Promise<Sandbox> {
  const identity = await loadIdentity(dir, name);
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // each watch listens
  const { core, api, close } = await createCore({
    dir,
    clock,
    onError: (error, message) => log.error({ err: error, cluster: name }, message),
  });
  const server = https.createServer(
    {
      cert: identity.servingCertificate,
      key: identity.servingKey,
      minVersion: "TLSv1.2",
      keepAliveTimeout: 65_000,
    },
    createRequestListener({
      core,
      token: identity.token,
      stop: stopping.signal,
      onError: (error) => log.error({ err: error, cluster: name }, "a request to the sandbox failed"),
    }),
  );
  const actual = await listenSomewhere(server, port ?? identity.port);
  if (actual !== identity.port) saveIdentity(dir, { ...identity, port: actual });
  const url = `https://127.0.0.1:${actual}`;
  controllers?.(api, clock, stopping.signal);
  return {
    api,
    url,
    caCertificate: identity.caCertificate,
    token: identity.token,
    kubeconfig: () => kubeconfigOf(name, url, identity.caCertificate, identity.token),
    async stop() {
      stopping.abort();
      server.close();
      server.closeAllConnections();
      await once(server, "close");
      close();
    },
  };
}

function kubeconfigOf(name: string, server: string, caCertificate: string, token: string): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: { server, "certificate-authority-data": Buffer.from(caCertificate).toString("base64") },
      },
    ],
    users: [{ name: `${name}-admin`, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: `${name}-admin` } }],
    "current-context": name,
  });
}

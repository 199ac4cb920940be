import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { makeCertificates } from "./certificates.ts";
import {
  apiServerArgs,
  controllerManagerArgs,
  etcdArgs,
  kwokArgs,
  schedulerArgs,
  type Ports,
} from "./command-lines.ts";
import { runEngine, type EngineProcess } from "./engine-process.ts";
import type { Engines } from "./engines.ts";
import { endLeftovers, forgetPids, notePids } from "./leftovers.ts";
import { prepareStages } from "./stages.ts";

export interface ControlPlane {
  /** YAML of an administrator's kubeconfig. */
  kubeconfig: string;
  server: string;
  /** In reverse order and one by one: an API server that outlives its etcd lingers for a minute. */
  stop: () => Promise<void>;
}

const PATIENCE_MS = 180_000; // 3 s on an idle machine, a minute on a crowded one
const LOOK_EVERY_MS = 100;

/**
 * A real Kubernetes control plane as child processes, on any free loopback ports, all its state in `dir`: started again on the same
 * folder it is the same cluster. Nodes annotated `kwok.x-k8s.io/node: fake` come up and run pods for their annotated time.
 * @throws Error with the end of the log of the engine that failed
 */
export async function startControlPlane({
  dir,
  engines,
}: {
  dir: string;
  engines: Engines;
}): Promise<ControlPlane> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  endLeftovers(dir);
  await writeCertificates(dir);
  const ports = await freePorts();
  const server = `https://127.0.0.1:${ports.api}`;
  const kubeconfig = await writeKubeconfig(dir, server);
  writeFileSync(
    path.join(dir, "stages.yaml"),
    prepareStages(await readFile(engines["kwok-stages.yaml"], "utf8")),
  );

  const running: EngineProcess[] = [];
  const run = (name: keyof Engines, args: string[]): void => {
    running.push(runEngine(name, engines[name], args, dir));
    notePids(
      dir,
      running.map(({ pid }) => pid),
    );
  };
  const killAll = (): void => running.forEach(({ kill }) => kill());
  process.once("exit", killAll);
  const stop = async (): Promise<void> => {
    for (const engine of running.toReversed()) await engine.stop();
    process.removeListener("exit", killAll);
    forgetPids(dir);
  };
  try {
    run("etcd", etcdArgs(dir, ports));
    run("kube-apiserver", apiServerArgs(dir, ports));
    await waitFor(running, { url: `${server}/readyz`, ...(await adminTls(dir)) });
    run("kube-controller-manager", controllerManagerArgs(dir, ports));
    run("kube-scheduler", schedulerArgs(dir, ports));
    run("kwok", kwokArgs(dir, ports));
    await waitFor(running, {
      url: `https://127.0.0.1:${ports.controllers}/healthz`,
      rejectUnauthorized: false,
    });
    await waitFor(running, {
      url: `https://127.0.0.1:${ports.scheduler}/healthz`,
      rejectUnauthorized: false,
    });
    await waitFor(running, { url: `http://127.0.0.1:${ports.kwok}/healthz` });
    return { kubeconfig, server, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function writeCertificates(dir: string): Promise<void> {
  if (existsSync(path.join(dir, "sa.key"))) return;
  for (const [name, pem] of Object.entries(await makeCertificates())) {
    writeFileSync(path.join(dir, name), pem, { mode: 0o600 });
  }
}

async function adminTls(dir: string): Promise<{ ca: Buffer; cert: Buffer; key: Buffer }> {
  const [ca, cert, key] = await Promise.all(
    (["ca.crt", "admin.crt", "admin.key"] as const).map((name) => readFile(path.join(dir, name))),
  );
  if (!ca || !cert || !key) throw new Error(`The certificates in ${dir} are not complete.`);
  return { ca, cert, key };
}

async function writeKubeconfig(dir: string, server: string): Promise<string> {
  const { ca, cert, key } = await adminTls(dir);
  const cluster = { server, "certificate-authority-data": ca.toString("base64") };
  const user = {
    "client-certificate-data": cert.toString("base64"),
    "client-key-data": key.toString("base64"),
  };
  const text = stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "karbonetes",
    clusters: [{ name: "karbonetes", cluster }],
    users: [{ name: "admin", user }],
    contexts: [{ name: "karbonetes", context: { cluster: "karbonetes", user: "admin" } }],
  });
  writeFileSync(path.join(dir, "kubeconfig"), text, { mode: 0o600 });
  return text;
}

async function freePorts(): Promise<Ports> {
  const [etcd = 0, peer = 0, api = 0, controllers = 0, scheduler = 0, kwok = 0] = await reserve(6);
  return { etcd, peer, api, controllers, scheduler, kwok };
}

/** All held at once before any is let go, so that no two are the same. */
async function reserve(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) =>
        server.once("error", reject).listen(0, "127.0.0.1", resolve),
      );
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

type Probe = { url: string } & https.RequestOptions;

/** Polls until 200. An engine that ended in the meantime, or a minute without an answer, ends the wait with its log. */
async function waitFor(running: readonly EngineProcess[], probe: Probe): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await answers(probe))) {
    const dead = running.find((engine) => engine.ended() !== undefined);
    if (dead) throw new Error(`${dead.name} ${dead.ended()}:\n${await dead.log()}`);
    const last = running.at(-1);
    if (performance.now() > deadline) throw new Error(`${probe.url} does not answer:\n${await last?.log()}`);
    await sleep(LOOK_EVERY_MS);
  }
}

function answers({ url, ...options }: Probe): Promise<boolean> {
  const get = url.startsWith("https:") ? https.get : http.get;
  return new Promise((resolve) => {
    const request = get(url, { timeout: 2_000, agent: false, ...options }, (response) =>
      resolve(response.resume().statusCode === 200),
    );
    request.on("error", () => resolve(false)).on("timeout", () => request.destroy());
  });
}

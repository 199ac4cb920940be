import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { makeCertificates } from "./certificates.ts";
import type { Place } from "./command-lines.ts";
import { COMPONENTS, componentOf, type ComponentName } from "./components.ts";
import { runEngine, type EngineProcess } from "./engine-process.ts";
import type { ControlPlaneEngines, EngineFile, Engines } from "./engines.ts";
import { endLeftovers, forgetPids, notePids } from "./leftovers.ts";
import { takePorts } from "./ports.ts";
import { adminTls, untilAnswers } from "./probe.ts";
import { prepareStages } from "./stages.ts";

export interface ControlPlane {
  /** YAML of an administrator's kubeconfig. */
  kubeconfig: string;
  server: string;
  /** Starts a component unless it runs; whether it answers is for `run` to find out. */
  begin: (name: ComponentName) => void;
  /**
   * Starts a component unless it runs, and waits until it answers. Idempotent.
   * @throws Error with the end of its log when it does not come up
   */
  run: (name: ComponentName, signal?: AbortSignal) => Promise<void>;
  /** Those started that have not ended. */
  running: () => ComponentName[];
  /** An API server that outlives its etcd lingers for a minute, so etcd is the last. */
  stop: () => Promise<void>;
}

interface Options {
  /** Holds all of the cluster's state: opened again on the same folder it is the same cluster. */
  dir: string;
  engines: ControlPlaneEngines & Partial<Engines>;
  /** What the kubeconfig calls it. */
  name?: string;
  durable?: boolean;
  /** More flags of the API server, such as the way to its cluster's network. */
  apiServerFlags?: readonly string[];
}

/** Certificates, ports and kubeconfig of a cluster whose components are child processes of ours; none runs yet. */
export async function openControlPlane({
  dir,
  engines,
  name = "karbonetes",
  durable = false,
  apiServerFlags,
}: Options): Promise<ControlPlane> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  await endLeftovers(dir);
  await writeCertificates(dir);
  const place: Place = { dir, ports: await takePorts(dir), durable, apiServerFlags };
  const server = `https://127.0.0.1:${place.ports.api}`;
  const kubeconfig = await writeKubeconfig(dir, name, server);
  writeFileSync(
    path.join(dir, "stages.yaml"),
    prepareStages(readFileSync(engines["kwok-stages.yaml"], "utf8")),
  );
  const children = new Map<ComponentName, EngineProcess>();
  let stopped = false;
  const killAll = (): void => children.forEach(({ kill }) => kill());
  process.once("exit", killAll);

  function ensure(component: ComponentName): EngineProcess {
    if (stopped) throw new Error(`The control plane at ${server} is stopped; ${component} is not started.`);
    const present = children.get(component);
    if (present && present.ended() === undefined) return present;
    const { program, args, env } = componentOf(component);
    const started = runEngine({
      name: component,
      program: fileOf(engines, program),
      args: args(place),
      env: env?.(place),
      dir,
    });
    children.set(component, started);
    notePids(
      dir,
      [...children.values()].map(({ pid }) => pid),
    );
    return started;
  }

  return {
    kubeconfig,
    server,
    begin: (component) => void ensure(component),
    run: (component, signal) => untilAnswers(ensure(component), componentOf(component).probe(place), signal),
    running: () => [...children].flatMap(([each, child]) => (child.ended() === undefined ? [each] : [])),
    async stop() {
      stopped = true; // nothing that still prepares may start behind it
      const { etcd, "kube-apiserver": api, ...clients } = Object.fromEntries(children);
      await Promise.all(Object.values(clients).map((child) => child.stop()));
      await api?.stop();
      await etcd?.stop();
      process.removeListener("exit", killAll);
      forgetPids(dir);
    },
  };
}

function fileOf(engines: Partial<Engines>, program: EngineFile): string {
  const file = engines[program];
  if (file === undefined) throw new Error(`There is no ${program} to run.`);
  return file;
}

/** Those of a control plane alone, in order. */
export const PLANE_COMPONENTS = (Object.keys(COMPONENTS) as ComponentName[]).filter(
  (name) => name !== "karpenter",
);

async function writeCertificates(dir: string): Promise<void> {
  if (existsSync(path.join(dir, "sa.key"))) return;
  for (const [name, pem] of Object.entries(await makeCertificates())) {
    writeFileSync(path.join(dir, name), pem, { mode: 0o600 });
  }
}

async function writeKubeconfig(dir: string, name: string, server: string): Promise<string> {
  const { ca, cert, key } = await adminTls(dir);
  const user = `${name}-admin`;
  const text = stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [{ name, cluster: { server, "certificate-authority-data": ca.toString("base64") } }],
    users: [
      {
        name: user,
        user: {
          "client-certificate-data": cert.toString("base64"),
          "client-key-data": key.toString("base64"),
        },
      },
    ],
    contexts: [{ name, context: { cluster: name, user } }],
  });
  writeFileSync(path.join(dir, "kubeconfig"), text, { mode: 0o600 });
  return text;
}

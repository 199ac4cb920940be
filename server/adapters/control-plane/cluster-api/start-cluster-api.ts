import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createServingCertificate } from "#server/adapters/certificate/serving.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { KubeCondition, KubeObject } from "#server/domain/kubernetes.ts";
import { runEngine, type EngineProcess } from "../engine-process.ts";
import type { ClusterApiEngines } from "../engines.ts";
import { endLeftovers, forgetPids, notePids } from "../leftovers.ts";
import { freePorts } from "../ports.ts";
import { untilAnswers } from "../probe.ts";
import { managerArgs, MANAGERS, type ManagerName, type ManagerPorts } from "./managers.ts";
import { prepareManifests } from "./manifests.ts";

export interface ClusterApi {
  /** Starts a manager unless it runs, and waits until it answers. @throws Error with the end of its log */
  run: (name: ManagerName, signal?: AbortSignal) => Promise<void>;
  /** Ends one at once, as a crash does, and waits until it is gone: it may be run again then. */
  kill: (name: ManagerName) => Promise<void>;
  /** Ends all; what they put into the API server goes with that. */
  stop: () => Promise<void>;
}
interface Options {
  /** For certificates and logs. */
  dir: string;
  engines: ClusterApiEngines;
  /** YAML: an administrator of the API server that it manages from. */
  kubeconfig: string;
  /** All, where none are named: a provider of somebody else's needs the core alone. */
  only?: readonly ManagerName[];
  signal?: AbortSignal;
}

const FIELD_MANAGER = "karbonetes-cluster-api";
const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const WEBHOOKS = "/apis/admissionregistration.k8s.io/v1";
const LOOK_EVERY_MS = 100;

/**
 * Cluster API with its in-memory provider as child processes beside an API server, which becomes a management cluster. All webhooks
 * fail closed, so they are registered once every manager answers.
 * @throws Error with the end of the log of the manager that failed
 */
export async function startClusterApi({
  dir,
  engines,
  kubeconfig,
  only,
  signal,
}: Options): Promise<ClusterApi> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  await endLeftovers(dir);
  const { key, cert, caBundle } = await createServingCertificate(["127.0.0.1", "localhost"]);
  for (const [name, text] of Object.entries({ "tls.key": key, "tls.crt": cert, kubeconfig })) {
    writeFileSync(path.join(dir, name), text, { mode: 0o600 });
  }
  const ports = await portsOfAll();
  const api = managers(dir, engines, ports);
  const wanted = MANAGERS.filter(({ name }) => only?.includes(name) ?? true);
  const kube = createKubeClient(kubeconfig);
  try {
    const manifests = await Promise.all(
      wanted.map(async ({ name, manifests: file, keepsContract }) => {
        const options = { name, keepsContract, port: ports[name].webhooks, caBundle };
        return prepareManifests(await readFile(engines[file], "utf8"), options);
      }),
    );
    await installKinds(
      kube,
      manifests.flatMap(({ kinds }) => kinds),
      signal,
    );
    await Promise.all(wanted.map(({ name }) => api.run(name, signal)));
    for (const object of manifests.flatMap(({ webhooks }) => webhooks)) {
      const collection = `${object.kind.toLowerCase()}s`;
      await apply(kube, `${WEBHOOKS}/${collection}/${object.metadata.name}`, object, signal);
    }
    return api;
  } catch (error) {
    await api.stop();
    throw error;
  } finally {
    await kube.close();
  }
}

function managers(
  dir: string,
  engines: ClusterApiEngines,
  ports: Record<ManagerName, ManagerPorts>,
): ClusterApi {
  const children = new Map<ManagerName, EngineProcess>();
  const killAll = (): void => children.forEach(({ kill }) => kill());
  process.once("exit", killAll);

  function ensure(name: ManagerName): EngineProcess {
    const present = children.get(name);
    if (present && present.ended() === undefined) return present;
    const manager = MANAGERS.find((each) => each.name === name);
    if (!manager) throw new Error(`There is no manager ${name}.`);
    const started = runEngine({
      name,
      program: engines[manager.program],
      args: managerArgs(manager, dir, ports[name]),
      env: { ...manager.env, KUBECONFIG: path.join(dir, "kubeconfig") },
      dir,
    });
    children.set(name, started);
    notePids(
      dir,
      [...children.values()].map(({ pid }) => pid),
    );
    return started;
  }

  return {
    run: (name, signal) =>
      untilAnswers(ensure(name), { url: `http://127.0.0.1:${ports[name].health}/readyz` }, signal),
    async kill(name) {
      const child = children.get(name);
      child?.kill();
      await child?.stop();
    },
    async stop() {
      await Promise.all([...children.values()].map((child) => child.stop()));
      process.removeListener("exit", killAll);
      forgetPids(dir);
    },
  };
}

async function portsOfAll(): Promise<Record<ManagerName, ManagerPorts>> {
  const kinds = ["webhooks", "health", "diagnostics"] as const;
  const free = await freePorts(MANAGERS.flatMap(({ name }) => kinds.map((kind) => `${name} ${kind}`)));
  const entries = MANAGERS.map(({ name }) => [
    name,
    Object.fromEntries(kinds.map((kind) => [kind, free[`${name} ${kind}`]])),
  ]);
  return Object.fromEntries(entries) as Record<ManagerName, ManagerPorts>;
}

async function installKinds(
  kube: KubeClient,
  kinds: readonly { metadata: { name: string } }[],
  signal?: AbortSignal,
): Promise<void> {
  for (const kind of kinds) await apply(kube, `${CRDS}/${kind.metadata.name}`, kind, signal);
  for (const { metadata } of kinds) {
    while (!(await isEstablished(kube, metadata.name, signal)))
      await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function isEstablished(kube: KubeClient, name: string, signal?: AbortSignal): Promise<boolean> {
  type Kind = KubeObject & { status?: { conditions?: KubeCondition[] } };
  const { status } = await kube.json<Kind>(`${CRDS}/${name}`, { signal });
  return (
    status?.conditions?.some(
      (condition) => condition.type === "Established" && condition.status === "True",
    ) === true
  );
}

/** Client-side apply cannot: the kinds are larger than an annotation may be. */
const apply = (kube: KubeClient, at: string, object: object, signal?: AbortSignal) =>
  kube.apply(at, object, { fieldManager: FIELD_MANAGER, force: true, signal });

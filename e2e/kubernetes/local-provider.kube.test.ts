import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { systemClock } from "#server/adapters/clock.ts";
import { openJournal, type Journal } from "#server/adapters/decision/journal.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { createLogger } from "#server/adapters/log.ts";
import { specOfSize } from "#server/domain/cluster/spec.ts";
import { outcomeOf } from "#server/domain/job/facts.ts";
import type { Job, KubeObject, Node, Pod } from "#server/domain/kubernetes.ts";
import { startAgent, type Agent } from "#server/main/agent.ts";
import { kubectlWith } from "./local/kubectl.ts";
import { processesOn } from "./local/processes.ts";
import { localWorld } from "./local/world.ts";

const cluster = { id: "c1", name: "fjord-1", zone: "DE" };
const spec = specOfSize("small", "local");
const JOBS = "/apis/batch/v1/namespaces/default/jobs";
const POOL = "karpenter.sh/nodepool";
const STEPS = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "karpenter"];
const { signal } = new AbortController();
const key = (name: string): string => `carbon-aware.io/${name}`;
const until = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 90_000, interval: 200 });

const world = localWorld();
let { host, provider } = world.worker();
let kube: KubeClient;
let agent: Agent;
let journal: Journal;
let stopAgent: AbortController;

beforeAll(async () => {
  const startedAt = performance.now();
  for (const step of [...STEPS, "node-pools"]) await provider.apply(step, cluster, spec, signal);
  await connect();
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stderr.write(`A local cluster with its agent is ready after ${seconds} s.\n`);
});
afterAll(async () => {
  if (!stopAgent.signal.aborted) await disconnect();
  await world.close();
});

/** As the worker does it: the agent in its own process, on the kubeconfig that the provider stored. */
async function connect(): Promise<void> {
  kube = createKubeClient((await provider.kubeconfig(cluster)) ?? "");
  journal = openJournal(path.join(world.dataDir, "clusters", cluster.id));
  stopAgent = new AbortController();
  agent = startAgent({
    clusterId: cluster.id,
    kube,
    clusterZone: cluster.zone,
    clock: systemClock,
    log: createLogger("test", process.env["KARBON_LOG"] ?? "silent"),
    signal: stopAgent.signal,
    recorder: journal,
  });
  await agent.ready;
}
async function disconnect(): Promise<void> {
  stopAgent.abort();
  await agent.stopped;
  journal.close();
  await kube.close();
}

/** kwok takes the delay from between the two. */
const runsFor = (time: string) => ({
  "pod-complete.stage.kwok.x-k8s.io/delay": time,
  "pod-complete.stage.kwok.x-k8s.io/jitter-delay": time,
});
const jobOf = (name: string, annotations: Record<string, string>, pod: object = {}, time = "1s") => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name, annotations },
  spec: {
    template: {
      metadata: { annotations: runsFor(time) },
      spec: {
        restartPolicy: "Never",
        containers: [{ name: "main", image: "busybox", resources: { requests: { cpu: "9" } } }],
        ...pod,
      },
    },
  },
});
const submit = (body: object): Promise<Job> => kube.json<Job>(JOBS, { method: "POST", body });
/** Kept back by a person, who then thinks better of it. */
const held = (name: string) =>
  submit(
    jobOf(name, {
      [key("enabled")]: "true",
      [key("duration")]: "1m",
      [key("max-delay")]: "1h",
      [key("hold")]: "true",
    }),
  );
const letGo = (name: string) =>
  kube.patch(
    `${JOBS}/${name}`,
    { metadata: { annotations: { [key("hold")]: null } } },
    "application/merge-patch+json",
  );
const finished = (name: string) =>
  until(async () => {
    const job = await kube.json<Job>(`${JOBS}/${name}`);
    expect(outcomeOf(job)).toBe("complete");
    return job;
  });
async function nodeOf(name: string): Promise<Node> {
  const query = { labelSelector: `job-name=${name}` };
  const { items } = await kube.list<Pod>("/api/v1/namespaces/default/pods", { query });
  return kube.json<Node>(`/api/v1/nodes/${items[0]?.spec.nodeName}`);
}

test("it begins with no node; Karpenter accepts the pools as they were applied", async () => {
  expect((await kube.list<Node>("/api/v1/nodes")).items).toEqual([]);
  await until(async () => {
    const { items } = await kube.list<Ready>("/apis/karpenter.sh/v1/nodepools");
    expect(items.map(({ metadata }) => metadata.name).toSorted()).toEqual(["fallback", "green"]);
    for (const { status } of items)
      expect(status?.conditions?.find(({ type }) => type === "Ready")?.status).toBe("True");
  });
  expect(await provider.observe(cluster, spec, signal)).toMatchObject({
    version: "v1.36.4",
    nodesReady: 0,
    nodesWanted: 0,
  });
});
type Ready = KubeObject & { status?: { conditions?: { type: string; status: string }[] } };

test("a held Job is released onto a green node that Karpenter made for it", async () => {
  const job = await held("greener");
  expect(job.spec.suspend).toBe(true);
  expect(job.metadata.annotations?.[key("state")]).toBe("held");
  await letGo("greener");
  await finished("greener");
  const node = await nodeOf("greener");
  expect(node.metadata.labels).toMatchObject({
    [POOL]: "green",
    "node.kubernetes.io/instance-type": "simulated-16cpu-64gib",
  });
  expect(node.spec?.providerID).toMatch(/^kwok:/);
});

test("a plain Job runs on the fallback pool, since green is tainted", async () => {
  await submit(jobOf("plain", {}));
  await finished("plain");
  expect((await nodeOf("plain")).metadata.labels?.[POOL]).toBe("fallback");
});

test("a pool grows no further than its bound, and further once that is raised", async () => {
  const toGreen = {
    nodeSelector: { [POOL]: "green" },
    tolerations: [{ key: key("pool"), operator: "Exists" }],
  };
  const names = ["long-1", "long-2", "long-3"];
  for (const name of names) await submit(jobOf(name, {}, toGreen, "10m"));
  const bound = async () => {
    const { items } = await kube.list<Pod>("/api/v1/namespaces/default/pods", {
      query: { labelSelector: `job-name in (${names.join(",")})` },
    });
    return items.filter((pod) => pod.spec.nodeName).length;
  };
  await until(async () => expect(await bound()).toBe(2));
  await new Promise((resolve) => setTimeout(resolve, 5_000)); // Karpenter looks again meanwhile, and must not make a third
  expect(await bound()).toBe(2);

  const pools = spec.pools.map((pool) => ({ ...pool, maxNodes: 3 }));
  await provider.apply("node-pools", cluster, { ...spec, pools }, signal);
  await until(async () => expect(await bound()).toBe(3));
  for (const name of names)
    await kube.json(`${JOBS}/${name}`, { method: "DELETE", query: { propagationPolicy: "Background" } });
});

test("kubectl reads it with the kubeconfig that a person downloads", async () => {
  const file = path.join(world.dataDir, "kubeconfig");
  writeFileSync(file, (await provider.kubeconfig(cluster)) ?? "", { mode: 0o600 });
  const kubectl = await kubectlWith(file);
  expect(kubectl("config", "current-context")).toBe("fjord-1");
  expect(kubectl("get", "nodepools", "-o", "name")).toContain("nodepool.karpenter.sh/green");
  expect(kubectl("auth", "can-i", "create", "jobs")).toBe("yes");
  expect(kubectl("describe", "job", "greener")).toMatch(/Held[\s\S]*Released|Released[\s\S]*Held/);
});

test("a worker that starts again finds the same cluster: address, authority, Jobs", async () => {
  await held("sleeper");
  const before = await provider.kubeconfig(cluster);
  await disconnect();
  await host.stopAll();
  expect(processesOn(world.dataDir)).toEqual([]);
  ({ host, provider } = world.worker());
  expect(await provider.observe(cluster, spec, signal)).toMatchObject({ reachable: true, waitingJobs: 1 });
  expect(await provider.kubeconfig(cluster)).toBe(before);
  await connect();
  await letGo("sleeper");
  await finished("sleeper");
});

test("a component that died is started again at the next look", async () => {
  const [pid] = processesOn(`${world.dataDir}/clusters/${cluster.id}/control-plane/scheduler`);
  process.kill(pid ?? 0, "SIGKILL");
  await until(async () => {
    await provider.observe(cluster, spec, signal);
    expect(processesOn(`${world.dataDir}/clusters/${cluster.id}/control-plane/scheduler`)).not.toEqual([]);
  });
});

test("deleting it leaves no process and no file", async () => {
  await disconnect();
  await provider.teardown("control-plane", cluster, spec, signal);
  expect(processesOn(world.dataDir)).toEqual([]);
  await provider.teardown("files", cluster, spec, signal);
  expect(existsSync(path.join(world.dataDir, "clusters", cluster.id))).toBe(false);
});

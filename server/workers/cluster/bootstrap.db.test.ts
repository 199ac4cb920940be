import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, type App } from "#server/context.ts";
import type { AppliedObject } from "#server/domain/agent/view.ts";
import type { BootstrapFacts } from "#server/domain/cluster/cluster-api/bootstrap/facts.ts";
import { planOf } from "#server/domain/cluster/plan.ts";
import type { ClusterProvider } from "#server/domain/cluster/provider.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { UserError, Waiting } from "#server/domain/errors.ts";
import { getCluster } from "#server/services/cluster/get.ts";
import { createAccessEnds } from "./accesses.ts";
import { clusterController } from "./controller.ts";

const START = Date.parse("2026-03-01T00:00:00Z");
const { signal } = new AbortController();
const never = () => Promise.reject(new Error("not asked here"));
const ID = "2f1c8a3e-6a55-4d0f-9f6b-0d9d3b1f7a11";
const IMAGE = "registry.example.org/karbonetes/agent:1.2.3";

let database: TestDatabase;
let dataDir: string;
let app: App & { stop(): Promise<void> };
let now: number;
/** What the new cluster says of itself. */
let facts: BootstrapFacts;
let lookFails: Error | undefined;
let waitsFor: Error | undefined;
/** The step that takes the kubeconfig over from the management cluster. */
const takeKubeconfig = vi.fn<() => void>();
const installAgent = vi.fn<(image: string) => AppliedObject[]>();

beforeEach(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(os.tmpdir(), "bootstrap-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dataDir, KARBON_LOG: "silent" };
  now = START;
  app = { ...createApp(loadConfig(env), "test"), clock: { rate: 1, now: () => new Date(now) } };
  await database.db.carbonZone.create({ data: { zone: "DE", name: "Germany" } });
  facts = {
    apiGroups: ["apps", "batch", "admissionregistration.k8s.io", "apiextensions.k8s.io"],
    nodes: [{ name: "n1", ready: true, networkTrouble: undefined }],
    networkPlugins: [],
    dns: {
      service: { namespace: "kube-system", name: "kube-dns", address: "10.96.0.10" },
      readyEndpoints: 2,
      deployments: [],
      expectedAddress: undefined,
    },
    storageClasses: [{ name: "fast", provisioner: "disk", isDefault: true }],
    agent: null,
    agentTrouble: undefined,
  };
  lookFails = waitsFor = undefined;
  takeKubeconfig.mockReset();
  installAgent.mockReset().mockImplementation((image) => {
    facts = { ...facts, agent: { owner: "console", image, dryRun: false, replicas: 2, readyReplicas: 2 } };
    return [{ kind: "Deployment", name: "karbonetes-agent", outcome: "created" }];
  });
});
afterEach(async () => {
  await app.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** A provider whose machines come at once; what is in the cluster is the test's. */
const provider: ClusterProvider = {
  name: "cluster-api",
  createSteps: (spec) => planOf("create", "cluster-api", spec),
  scaleSteps: (spec) => planOf("scale", "cluster-api", spec),
  deleteSteps: (spec) => planOf("delete", "cluster-api", spec),
  async apply(step) {
    if (waitsFor && step === "workers-available") throw waitsFor;
    if (step === "kubeconfig") takeKubeconfig();
    return Promise.resolve({ message: "Done." });
  },
  teardown: never,
  observe: () =>
    Promise.resolve({
      reachable: true,
      version: "v1.36.4",
      nodesReady: 1,
      nodesWanted: 1,
      message: undefined,
      waitingJobs: 0,
      server: "https://heron",
    }),
  bootstrap: {
    read: () => (lookFails ? Promise.reject(lookFails) : Promise.resolve(facts)),
    installAgent: (_, image) => Promise.resolve(installAgent(image)),
  },
  runsHere: () => false,
  kubeconfig: never,
  inventory: never,
};

test("network, DNS, storage, agent and policies follow on Available, each a condition", async () => {
  await create();
  await passUntilReady();
  expect((await get()).operation?.steps.slice(-7).map(({ name, state }) => `${name} ${state}`)).toEqual([
    "kubeconfig done",
    "network done",
    "dns done",
    "storage done",
    "agent done",
    "policies done",
    "ready done",
  ]);
  expect(await conditions()).toMatchObject({
    NetworkReady: "True",
    DnsReady: "True",
    StorageReady: "True",
    AgentInstalled: "True",
    PoliciesApplied: "True",
  });
  expect(installAgent.mock.calls).toEqual([[IMAGE]]);
});

test("what is missing ends its step, is named with what brings it, and turns True by itself", async () => {
  facts = {
    ...facts,
    storageClasses: [],
    dns: { ...dnsFacts(), service: null, expectedAddress: "10.96.0.10" },
  };
  await create();
  await passUntilReady();
  expect(await conditions()).toMatchObject({
    DnsReady: "False",
    StorageReady: "False",
    NetworkReady: "True",
  });
  const missing = (await get()).conditions.find(({ type }) => type === "StorageReady");
  expect(missing).toMatchObject({ reason: "NoStorageClass", command: expect.stringContaining("longhorn") });
  expect((await get()).state).toBe("ready");

  facts = { ...facts, storageClasses: [{ name: "fast", provisioner: "disk", isDefault: true }] };
  await pass();
  expect(await conditions()).toMatchObject({ DnsReady: "False", StorageReady: "True" });
  const mended = (await get()).conditions.find(({ type }) => type === "StorageReady");
  expect(mended?.command).toBeUndefined();
});

test("an agent without a ready Pod is waited for, and not for ever; it is written once", async () => {
  installAgent.mockImplementation((image) => {
    facts = { ...facts, agent: { owner: "console", image, dryRun: false, replicas: 2, readyReplicas: 0 } };
    return [{ kind: "Deployment", name: "karbonetes-agent", outcome: "created" }];
  });
  await create();
  await passUntilWaitingAt("agent");
  await pass();
  await pass();
  expect(await step("agent")).toMatchObject({ state: "waiting", attempts: [{ attempt: 1 }] });
  expect(await conditions()).toMatchObject({ AgentInstalled: "False" });
  now += 31_000;
  await passUntilReady();
  expect(installAgent).toHaveBeenCalledTimes(1);
  expect(await step("agent")).toMatchObject({ state: "done" });
  expect((await get()).conditions.find(({ type }) => type === "AgentInstalled")).toMatchObject({
    status: "False",
    reason: "NoPodReady",
  });
});

test("why its Pods do not start is not waited for", async () => {
  facts = { ...facts, agentTrouble: "agent-1: ImagePullBackOff" };
  installAgent.mockImplementation((image) => {
    facts = { ...facts, agent: { owner: "console", image, dryRun: false, replicas: 2, readyReplicas: 0 } };
    return [];
  });
  await create();
  await passUntilReady();
  expect((await step("agent"))?.attempts.at(-1)?.message).toMatch(/agent-1: ImagePullBackOff\.$/);
});

test("what the cluster refuses of the agent ends the step with its words", async () => {
  installAgent.mockReturnValue([{ kind: "ClusterRole", name: "a", outcome: "refused", why: "forbidden" }]);
  await create();
  await passUntilReady();
  expect((await step("agent"))?.attempts.at(-1)?.message).toMatch(/ClusterRole a: forbidden\./);
});

test("machines in memory get no agent, and it says why", async () => {
  facts = { ...facts, apiGroups: ["apps"] };
  await create();
  await passUntilReady();
  expect(installAgent).not.toHaveBeenCalled();
  expect(await conditions()).toMatchObject({
    NetworkReady: "Unknown",
    DnsReady: "Unknown",
    StorageReady: "Unknown",
    AgentInstalled: "False",
  });
  expect((await step("agent"))?.attempts.at(-1)?.message).toMatch(/no Jobs can run there\.$/);
});

test("without the wish for an agent there is no such step, and what was installed later is seen", async () => {
  await create({ installAgent: false });
  await passUntilReady();
  expect(await step("agent")).toBeUndefined();
  expect(installAgent).not.toHaveBeenCalled();
  await pass();
  expect(await conditions()).toMatchObject({ AgentInstalled: "False" });
  facts = { ...facts, agent: { owner: "helm", image: IMAGE, dryRun: false, replicas: 2, readyReplicas: 1 } };
  await pass();
  expect(await conditions()).toMatchObject({ AgentInstalled: "True" });
});

test("a look that fails makes it unknown, and the cluster stays Ready", async () => {
  await create();
  await passUntilReady();
  lookFails = new Error("heron is too busy.");
  await pass();
  expect(await conditions()).toMatchObject({
    NetworkReady: "Unknown",
    AgentInstalled: "Unknown",
    Ready: "True",
  });
});

test("a policy that does not hold there is named, until it does", async () => {
  await create();
  const policy = await database.db.policy.create({
    data: { name: "night", clusterIds: [ID], namespaces: [], spec: {}, updatedBy: "Ada" },
  });
  await passUntilWaitingAt("policies");
  now += 31_000;
  await passUntilReady();
  expect(await conditions()).toMatchObject({ PoliciesApplied: "False" });
  const condition = { type: "Synced", status: "True", reason: "Synced", message: "It holds." } as const;
  const lastTransitionTime = new Date(now);
  await app.policies.saveRollout(policy.id, ID, [], {
    ...condition,
    observedGeneration: 1,
    lastTransitionTime,
  });
  await pass();
  expect(await conditions()).toMatchObject({ PoliciesApplied: "True" });
});

test("nodes that wait for a network plugin are a condition while the machines are still waited for", async () => {
  waitsFor = new Waiting("NoNetworkPlugin", "No network plugin (CNI) is installed.", 1);
  await create();
  await passUntilWaitingAt("workers-available");
  expect((await get()).conditions.find(({ type }) => type === "NetworkReady")).toMatchObject({
    status: "False",
    command: "cilium install",
  });
  waitsFor = undefined;
  await passUntilReady();
  expect(await conditions()).toMatchObject({ NetworkReady: "True" });
});

test("a kubeconfig that ran out before it was needed is taken over anew, within the step", async () => {
  await create();
  await passUntil(async () => (await step("kubeconfig"))?.state === "done");
  lookFails = new UserError("CredentialsRefused", "https://heron refuses the credentials (401).");
  takeKubeconfig.mockImplementation(() => void (lookFails = undefined));
  await passUntilReady();
  expect(takeKubeconfig).toHaveBeenCalledTimes(2);
  expect((await step("network"))?.attempts).toMatchObject([{ outcome: "succeeded" }]);
});

const dnsFacts = () => {
  if (!facts.dns) throw new Error("it was read");
  return facts.dns;
};

async function create(own: object = {}): Promise<void> {
  const spec = ClusterSpec.parse({
    pools: [{ name: "md-0", role: "fallback", minNodes: 1, maxNodes: 1, machineClass: "worker" }],
    clusterApi: {
      managementId: "m1",
      namespace: "fleet",
      classRef: { name: "quick", namespace: "fleet" },
      agentImage: IMAGE,
      ...own,
    },
  });
  await database.db.cluster.create({
    data: { id: ID, name: "heron", provider: "cluster-api", zone: "DE", createdBy: "Ada", spec },
  });
}

async function pass(): Promise<void> {
  const providers = { sandbox: provider, local: provider, imported: provider, "cluster-api": provider };
  const loop = clusterController({
    ...app,
    accesses: createAccessEnds(app),
    providers,
    agents: { ensure: never, stop: never },
    marks: { write: () => Promise.resolve() },
  });
  await loop.reconcile(ID, signal).catch((error: unknown) => {
    if (!(error instanceof Waiting) && !(error instanceof UserError)) throw error;
  });
}
async function passUntil(isThere: () => Promise<boolean>): Promise<void> {
  for (let passes = 0; passes < 60; passes += 1) {
    if (await isThere()) return;
    await pass();
  }
  throw new Error(`not there: ${JSON.stringify((await get()).conditions)}`);
}
const passUntilReady = () => passUntil(async () => (await get()).state === "ready");
const passUntilWaitingAt = (name: string) => passUntil(async () => (await step(name))?.state === "waiting");
const get = () => getCluster(app, { name: "heron" });
const step = async (name: string) => (await get()).operation?.steps.find((each) => each.name === name);
const conditions = async () =>
  Object.fromEntries((await get()).conditions.map(({ type, status }) => [type, status]));

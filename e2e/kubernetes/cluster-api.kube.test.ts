import { afterAll, beforeAll, expect, test } from "vitest";
import { asking, MANY_CALLS_MS } from "#server/adapters/provider/kube-access.ts";
import { createBootstrap } from "#server/adapters/provider/cluster-api/bootstrap/bootstrap.ts";
import { readFacts } from "#server/adapters/provider/cluster-api/facts.ts";
import { readBootstrap } from "#server/domain/cluster/cluster-api/bootstrap/bootstrap.ts";
import { isUsable, managementChecks } from "#server/domain/cluster/cluster-api/checks.ts";
import { parseMessage } from "#server/domain/cluster/cluster-api/message.ts";
import {
  STARTER_CLASS,
  STARTER_VERSIONS,
  starterClass,
} from "#server/domain/cluster/cluster-api/starter-class.ts";
import { ClassWish } from "#server/domain/cluster/cluster-api/class-wish.ts";
import { UserError } from "#server/domain/errors.ts";
import { createFromClass } from "#server/services/cluster/create-from-class.ts";
import { previewFromClass } from "#server/services/cluster/preview-from-class.ts";
import { appIn } from "./cluster-api/app.ts";
import { withToken } from "./cluster-api/credentials.ts";
import { drive } from "./cluster-api/drive.ts";
import { NAMESPACE, NAMESPACE_OBJECT, providerOn, specOf } from "./cluster-api/fleet.ts";
import { applyAll, objectsIn, startManagement, type Management } from "./cluster-api/management.ts";
import { processesOn } from "./local/processes.ts";

const PATH = `/apis/cluster.x-k8s.io/v1beta2/namespaces/${NAMESPACE}/clusters/heron`;
const cluster = { id: "c1", name: "heron", zone: "DE" };
const { signal } = new AbortController();

let management: Management;
let before: string[];
const { provider, kubeconfigs, stored } = providerOn(() => management);
const checks = async () =>
  managementChecks(
    await asking(
      { find: () => Promise.resolve(management.kubeconfig) },
      { id: "m1", name: "home" },
      signal,
      readFacts,
      MANY_CALLS_MS,
    ),
  );

beforeAll(async () => {
  management = await startManagement();
  await applyAll(management.kube, [NAMESPACE_OBJECT]);
});
afterAll(async () => {
  await management.stop();
  expect(processesOn(management.dir)).toEqual([]);
});

test("its checks name what is missing, until nothing is", async () => {
  expect((await checks()).filter(({ ok }) => !ok)).toEqual([
    expect.objectContaining({
      name: "classes",
      sentence: expect.stringContaining("There is no ClusterClass."),
    }),
  ]);
  await applyAll(management.kube, starterClass(NAMESPACE, STARTER_CLASS, 0));
  await expect.poll(async () => isUsable(await checks()), { timeout: 20_000 }).toBe(true);
  before = await objectsIn(management.kube);
});

test("a class that is not there is told by name, and the cluster can be taken down all the same", async () => {
  const wrong = { ...cluster, id: "c0", name: "wrong" };
  const apply = () =>
    provider.apply(
      "topology",
      wrong,
      specOf({ workers: 1, kubernetesVersion: "v1.35.4", className: "no-such-class" }),
      signal,
    );
  await expect.poll(() => apply().catch(String), { timeout: 20_000 }).toContain("no-such-class");
  await drive(
    provider,
    "teardown",
    wrong,
    specOf({ workers: 1 }),
    provider.deleteSteps(specOf({ workers: 1 })),
  );
  expect(await objectsIn(management.kube)).toEqual(before);
});

const wish = (more: object = {}): ClassWish =>
  ClassWish.parse({
    name: "egret",
    zone: "DE",
    managementId: "m1",
    namespace: NAMESPACE,
    classRef: { name: STARTER_CLASS, namespace: NAMESPACE },
    kubernetesVersion: "v1.35.4",
    pools: [{ name: "md-0", role: "fallback", minNodes: 1, maxNodes: 1, machineClass: "default-worker" }],
    ...more,
  });
const pool = (machineClass: string) => [
  { name: "md-0", role: "fallback", minNodes: 1, maxNodes: 1, machineClass },
];

test.each([
  [
    "a version that the class does not have",
    { kubernetesVersion: "v1.30.0" },
    "The class karbonetes-in-memory does not offer v1.30.0; it offers v1.34.3, v1.35.4, v1.36.4.",
  ],
  [
    "a class of worker that it does not have",
    { pools: pool("huge") },
    "The class karbonetes-in-memory has no worker class huge, which the pool md-0 asks for; it has default-worker.",
  ],
  [
    "a class that is gone",
    { classRef: { name: "gone", namespace: NAMESPACE } },
    "home has no ClusterClass fleet/gone any more. Choose another.",
  ],
  ["a namespace that is not there", { namespace: "nowhere" }, /refuses it: .*"nowhere" not found/],
])("%s is refused before anything is stored", async (_, more, sentence) => {
  await expect(createFromClass(appIn(management), wish(more))).rejects.toThrow(sentence);
  expect(await objectsIn(management.kube)).toEqual(before);
});

test("what would be written is shown as the webhooks leave it, and is not written", async () => {
  const { yaml, agent } = await previewFromClass(appIn(management), wish());
  expect(yaml).toMatch(/kind: Cluster\n/);
  expect(yaml).toContain("version: v1.35.4");
  expect(yaml).not.toContain("managedFields");
  expect(agent).toContainEqual({ kind: "Deployment", name: "karbonetes-agent" });
  expect((await previewFromClass(appIn(management), wish({ installAgent: false }))).agent).toEqual([]);
  expect(await objectsIn(management.kube)).toEqual(before);
});

test("3 + 2 machines: each step by its condition, with the words of Cluster API", async () => {
  const told = await drive(
    provider,
    "apply",
    cluster,
    specOf({ workers: 2 }),
    provider.createSteps(specOf({ workers: 2 })),
  );
  expect([...new Set(told.map(({ step }) => step))]).toEqual([
    "topology",
    "infrastructure",
    "control-plane",
    "connection",
    "control-plane-available",
    "workers-available",
    "available",
    "kubeconfig",
  ]);
  const nested = told.filter(({ says }) => parseMessage(says).some(({ below }) => below.length > 0));
  expect(nested).not.toEqual([]);
  expect(await provider.observe(cluster, specOf({ workers: 2 }), signal)).toMatchObject({
    reachable: true,
    version: "v1.35.4",
    nodesReady: 5,
    nodesWanted: 5,
    message: undefined,
    waitingJobs: undefined,
  });
});

test("credentials that were renewed there are in force from the next look on", async () => {
  const SECRET = `/api/v1/namespaces/${NAMESPACE}/secrets/heron-kubeconfig`;
  const { data } = await management.kube.json<{ data: { value: string } }>(SECRET);
  const written = Buffer.from(data.value, "base64").toString("utf8");
  const look = async () => (await provider.observe(cluster, specOf({ workers: 2 }), signal)).reachable;
  stored.set(cluster.id, withToken(written, "expired"));
  expect(await look()).toBe(true);
  expect(stored.get(cluster.id)).toBe(written);

  const renewed = `${written}# renewed\n`;
  const value = Buffer.from(renewed).toString("base64");
  await management.kube.patch(SECRET, { data: { value } }, "application/merge-patch+json");
  expect(await look()).toBe(true);
  expect(stored.get(cluster.id)).toBe(renewed);
});

test("machines in memory serve no Jobs: nothing of it is called missing, and the agent is left out", async () => {
  const facts = await createBootstrap(kubeconfigs).read(cluster, signal);
  expect(readBootstrap(facts).map(({ type, status, reason }) => `${type} ${status} ${reason}`)).toEqual([
    "NetworkReady Unknown InMemory",
    "DnsReady Unknown InMemory",
    "StorageReady Unknown InMemory",
    "AgentInstalled False NoJobs",
  ]);
});

test("a cluster of somebody else's is never adopted", async () => {
  const attempt = provider.apply("topology", { ...cluster, id: "c2" }, specOf({ workers: 2 }), signal);
  await expect(attempt).rejects.toThrow(UserError);
  await expect(attempt).rejects.toThrow(/There is a Cluster fleet\/heron already, which was not made here/);
  expect(await drive(provider, "teardown", { ...cluster, id: "c2" }, specOf({ workers: 2 }), [])).toEqual([]);
});

test("2 workers become 5", async () => {
  await drive(
    provider,
    "apply",
    cluster,
    specOf({ workers: 5 }),
    provider.scaleSteps(specOf({ workers: 5 })),
  );
  expect(await provider.observe(cluster, specOf({ workers: 5 }), signal)).toMatchObject({
    nodesReady: 8,
    nodesWanted: 8,
  });
});

test("one minor up: every machine is of the new version, none is left over", async () => {
  const next = specOf({ workers: 5, kubernetesVersion: STARTER_VERSIONS[2] });
  await drive(provider, "apply", cluster, next, provider.scaleSteps(next));
  expect(await provider.observe(cluster, next, signal)).toMatchObject({
    version: STARTER_VERSIONS[2],
    nodesReady: 8,
    nodesWanted: 8,
    message: undefined,
  });
});

test("a finalizer that nobody takes away is named, and once it is gone nothing is left", async () => {
  const { kube } = management;
  const machines = `/apis/infrastructure.cluster.x-k8s.io/v1beta2/namespaces/${NAMESPACE}/devmachines`;
  const [held] = (await kube.list<{ metadata: { name: string; finalizers: string[] } }>(machines)).items;
  const path = `${machines}/${held?.metadata.name}`;
  const finalizers = (all: string[]) =>
    kube.patch(path, { metadata: { finalizers: all } }, "application/merge-patch+json");
  await finalizers([...(held?.metadata.finalizers ?? []), "example.org/keep"]);
  await expect
    .poll(() => provider.teardown("infrastructure", cluster, specOf({ workers: 5 }), signal).catch(String), {
      timeout: 60_000,
    })
    .toContain(`DevMachine ${NAMESPACE}/${held?.metadata.name} is held by the finalizer example.org/keep.`);
  await finalizers([]);
  await drive(
    provider,
    "teardown",
    cluster,
    specOf({ workers: 5 }),
    provider.deleteSteps(specOf({ workers: 5 })),
  );
  await expect.poll(() => objectsIn(kube), { timeout: 20_000 }).toEqual(before);
  expect(stored.size).toBe(0);
  await expect(kube.json(PATH)).rejects.toThrow(/not found/);
});

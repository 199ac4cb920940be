import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "#server/adapters/clock.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { createLogger } from "#server/adapters/log.ts";
import { kubeconfigTo } from "#server/adapters/provider/provider.contract.ts";
import { createSandboxHost, type SandboxHost } from "#server/adapters/provider/sandbox/host.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, type App } from "#server/context.ts";
import { accessObjects, ACCOUNTS_PATH } from "#server/domain/cluster/access-objects.ts";
import { planOf } from "#server/domain/cluster/plan.ts";
import type { ClusterProvider } from "#server/domain/cluster/provider.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { UserError, Waiting } from "#server/domain/errors.ts";
import { createAccessEnds } from "./accesses.ts";
import { clusterController } from "./controller.ts";

const ID = "2f1c8a3e-6a55-4d0f-9f6b-0d9d3b1f7a12";
const ACCOUNT = "access-ada-view-0f";
const { signal } = new AbortController();
const never = () => Promise.reject(new Error("not asked here"));

let database: TestDatabase;
let dataDir: string;
let app: App & { stop(): Promise<void> };
let host: SandboxHost;
let kube: KubeClient;
const apply = vi.fn<() => Promise<{ message: string }>>();
const observe = vi.fn<() => Promise<never>>();
const nudge = vi.fn<(controller: string, key: string, options?: { delayMs?: number }) => Promise<void>>();

/** A cluster on its way to a changed wish, with an access in it of somebody who is not here any more. */
beforeEach(async () => {
  apply.mockReset().mockRejectedValue(new Waiting("Rolling", "It rolls its machines.", 1_000));
  observe.mockReset().mockRejectedValue(new Error("https://home cannot be reached."));
  nudge.mockReset().mockResolvedValue();
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(os.tmpdir(), "access-ends-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dataDir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
  const alone = {
    acquire: () => Promise.resolve(true),
    release: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  host = createSandboxHost({
    dataDir,
    locks: alone,
    clock: systemClock,
    log: createLogger("test", "silent"),
  });
  const behind = await host.ensure({ id: "behind", name: "behind" });
  if (behind === "elsewhere") throw new Error("It is alone.");
  kube = createKubeClient(behind.kubeconfig());
  await database.db.cluster.create({ data: heron() });
  await app.kubeconfigs.save(ID, behind.kubeconfig());
  const given = { account: ACCOUNT, personName: "Ada", extent: "view" as const, namespaces: [] };
  await kube.json("/api/v1/namespaces", {
    method: "POST",
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "karbonetes-system" } },
  });
  const [account] = accessObjects(given); // a sandbox has no bindings
  if (account) await kube.json(ACCOUNTS_PATH, { method: "POST", body: account });
  await database.db.clusterAccess.create({
    data: {
      ...given,
      clusterId: ID,
      personId: "gone",
      givenAt: new Date(),
      until: new Date(Date.now() + 6e7),
    },
  });
});
afterEach(async () => {
  await kube.close();
  await host.stopAll();
  await app.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

test("a change that never ends keeps no access alive", async () => {
  await pass();
  await expectEnded();
  expect(apply).toHaveBeenCalledTimes(1); // and goes on
});

test("a look that fails keeps none alive", async () => {
  await settle();
  await pass();
  expect(observe).toHaveBeenCalledTimes(1);
  await expectEnded();
});

test("a change that a person must mend is passed over every 30 s, for that alone", async () => {
  const reach = (await app.kubeconfigs.find(ID)) ?? "";
  await app.kubeconfigs.save(ID, kubeconfigTo("https://127.0.0.1:1"));
  apply.mockRejectedValue(new UserError("Refused", "No such class."));
  await expect(pass()).resolves.toBe("No such class.");
  expect(nudge).toHaveBeenCalledWith("cluster", ID, { delayMs: 30_000 });
  expect(await accesses()).toMatchObject([{ problem: expect.stringMatching(/nothing listens there/) }]);

  await app.kubeconfigs.save(ID, reach);
  expect(await pass()).toEqual({ requeueAfterMs: 30_000 });
  await expectEnded();
  expect(apply).toHaveBeenCalledTimes(1);
});

test("a deletion that waits keeps none alive", async () => {
  await database.db.cluster.update({ where: { id: ID }, data: { deletionRequestedAt: new Date() } });
  await pass();
  await expectEnded();
});

test("without a stored kubeconfig nothing can be ended, and nothing is said of it", async () => {
  await app.clusters.removeSecrets(ID);
  await pass();
  expect(await accesses()).toMatchObject([{ problem: null }]);
  expect(apply).toHaveBeenCalledTimes(1);
});

/** A provider that is asked, and does not come to an end. */
const provider: ClusterProvider = {
  name: "cluster-api",
  createSteps: (spec) => planOf("create", "cluster-api", spec),
  scaleSteps: (spec) => planOf("scale", "cluster-api", spec),
  deleteSteps: (spec) => planOf("delete", "cluster-api", spec),
  apply: () => apply(),
  teardown: () => Promise.reject(new Waiting("Going", "Its machines go.", 1_000)),
  observe: () => observe(),
  runsHere: () => false,
  kubeconfig: never,
  inventory: never,
};

async function pass(): Promise<unknown> {
  const { clusters, live, clock, actor } = app;
  const deps = {
    clusters,
    live,
    clock,
    actor,
    providers: { sandbox: provider, local: provider, imported: provider, "cluster-api": provider },
    agents: { ensure: () => Promise.resolve(), stop: () => Promise.resolve() },
    marks: { write: () => Promise.resolve() },
    queue: { add: nudge },
    accesses: createAccessEnds(app),
  };
  return clusterController(deps)
    .reconcile(ID, signal)
    .catch((error: unknown) => (error as Error).message);
}

const accesses = () => database.db.clusterAccess.findMany();
const settle = () => database.db.cluster.update({ where: { id: ID }, data: { observedGeneration: 2 } });

/** In the cluster and here, with a line in the audit. */
async function expectEnded(): Promise<void> {
  expect(await accesses()).toEqual([]);
  const { items } = await kube.list<{ metadata: { name: string } }>(ACCOUNTS_PATH);
  expect(items.map(({ metadata }) => metadata.name)).not.toContain(ACCOUNT);
  const audits = await database.db.auditEntry.findMany({ where: { action: "access.end" } });
  expect(audits.map(({ detail }) => detail)).toMatchObject([{ of: "Ada", reason: "person-gone" }]);
}

const heron = () => ({
  id: ID,
  name: "heron",
  provider: "cluster-api",
  zone: "DE",
  createdBy: "Ada",
  generation: 2,
  observedGeneration: 1,
  conditions: [
    {
      type: "Provisioned",
      status: "True",
      reason: "StepsDone",
      message: "Every step of creation is done.",
      observedGeneration: 1,
      lastTransitionTime: new Date().toISOString(),
    },
  ],
  spec: ClusterSpec.parse({
    pools: [{ name: "md-0", role: "fallback", maxNodes: 1, machineClass: "worker" }],
    clusterApi: { managementId: "m1", namespace: "fleet", classRef: { name: "quick", namespace: "fleet" } },
  }),
});

import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { createKubeClient } from "#server/adapters/kubernetes/client.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, type App } from "#server/context.ts";
import { UserError, Waiting } from "#server/domain/errors.ts";
import { createCluster } from "#server/services/cluster/create.ts";
import { deleteCluster } from "#server/services/cluster/delete.ts";
import { getCluster } from "#server/services/cluster/get.ts";
import { retryCluster } from "#server/services/cluster/retry.ts";
import { scaleCluster } from "#server/services/cluster/scale.ts";
import { setCarbonDryRun } from "#server/services/cluster/set-carbon-dry-run.ts";
import { setCarbonPaused } from "#server/services/cluster/set-carbon-paused.ts";
import { createClusterLoop } from "./testing.ts";

let database: TestDatabase;
let dataDir: string;
let app: App & { stop(): Promise<void> };
let loop: ReturnType<typeof createClusterLoop>;
const agents = { ensure: vi.fn<() => Promise<void>>(), stop: vi.fn<() => Promise<void>>() };
const { signal } = new AbortController();

beforeEach(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(os.tmpdir(), "cluster-"));
  agents.ensure.mockReset().mockResolvedValue();
  agents.stop.mockReset().mockResolvedValue();
  const env = {
    DATABASE_URL: database.url,
    KARBON_DATA_DIR: dataDir,
    KARBON_LOG: "silent",
    KARBON_CLOCK: "now@60", // nodes take their time to start
  };
  app = createApp(loadConfig(env), "test");
  loop = createClusterLoop(app, agents);
  await database.db.carbonZone.create({ data: { zone: "DE", name: "Germany" } });
});
afterEach(async () => {
  await loop.stop();
  await app.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

test("one step a pass makes a cluster that answers, and says how it went", async () => {
  await create();
  await passUntil("ready");

  const cluster = await get();
  expect(cluster).toMatchObject({
    state: "ready",
    word: "Ready",
    headline: "heron-1 is Ready.",
    simulated: true,
  });
  expect(cluster.operation?.steps.map((step) => `${step.name} ${step.state}`)).toEqual([
    "accepted done",
    "api-server done",
    "node-pools done",
    "agent done",
    "policies done",
    "ready done",
  ]);
  expect(cluster.server).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(cluster.kubernetesVersion).toMatch(/^v1\./);
  expect(agents.ensure).toHaveBeenCalled();
});

test("a worker that is killed in the middle is followed by one that goes on, with the same cluster", async () => {
  await create();
  await passUntil((cluster) => cluster.operation?.steps[1]?.state === "done");
  const before = await get();
  await restart();
  await passUntil("ready");

  const after = await get();
  expect(after.operation?.startedAt).toEqual(before.operation?.startedAt);
  expect(after.operation?.steps.every((step) => step.attempts.length === 1)).toBe(true);
  await restart();
  await pass();
  expect((await get()).state).toBe("ready");
});

test("a failed attempt stays on the timeline after the retry that mended it", async () => {
  agents.ensure.mockRejectedValueOnce(new Error("the port 10250 is taken"));
  await create();
  await passUntil((cluster) => cluster.state === "failing");
  expect(await get()).toMatchObject({
    word: "Failed",
    headline: "heron-1: Agent failed.",
    sentence: "the port 10250 is taken. Attempt 2 starts by itself within seconds.",
  });

  await passUntil("ready");
  const agent = (await get()).operation?.steps.find((step) => step.name === "agent");
  expect(agent?.attempts.map(({ attempt, outcome }) => `${attempt} ${outcome}`)).toEqual([
    "1 failed",
    "2 succeeded",
  ]);
});

test("what a person must mend is not tried again until they ask", async () => {
  agents.ensure.mockRejectedValueOnce(new UserError("NoRoom", "The machine has no memory left."));
  await create();
  await passUntil((cluster) => cluster.state === "failing");
  await pass();
  await pass();
  expect(agents.ensure).toHaveBeenCalledTimes(1);

  await retryCluster(app, { name: "heron-1" });
  await passUntil("ready");
});

test("a wait is said once, however often it is looked at", async () => {
  agents.ensure.mockRejectedValueOnce(new Waiting("Starting", "It starts.", 1));
  agents.ensure.mockRejectedValueOnce(new Waiting("Starting", "It starts.", 1));
  agents.ensure.mockRejectedValueOnce(new Waiting("Starting", "It still starts.", 1));
  await create();
  await passUntil("ready");

  const { log } = await get();
  expect(
    log.filter((event) => event.event === "waiting" && event.step === "agent").map((event) => event.message),
  ).toEqual(["It starts.", "It still starts."]);
  expect(log.filter((event) => event.event === "failed")).toEqual([]);
});

test("scaling applies the pools at the new generation, once", async () => {
  await create();
  await passUntil("ready");
  await scaleCluster(app, { name: "heron-1", pools: [{ name: "green", maxNodes: 5 }] });
  expect((await get()).state).toBe("reconciling");
  await passUntil("ready");

  const cluster = await get();
  expect(cluster).toMatchObject({ generation: 2, observedGeneration: 2, operation: { kind: "scale" } });
  expect(await poolLimit("green")).toBe("5");
});

test("a change during a scaling is scaled to afterwards", async () => {
  await create();
  await passUntil("ready");
  await scaleCluster(app, { name: "heron-1", pools: [{ name: "green", maxNodes: 5 }] });
  await passUntil(
    (cluster) => cluster.operation?.kind === "scale" && cluster.operation.steps[0]?.state === "done",
  );
  await scaleCluster(app, { name: "heron-1", pools: [{ name: "green", maxNodes: 7 }] });
  await passUntil("ready");

  expect(await get()).toMatchObject({ generation: 3, observedGeneration: 3 });
  expect(await poolLimit("green")).toBe("7");
});

test("deleting takes everything down in order, frees the name and leaves nothing on disk", async () => {
  await create();
  await passUntil("ready");
  const { id } = await get();
  await remove();
  await expect(create()).rejects.toThrow(/heron-1 is still being deleted/);
  await pass();
  expect(await get()).toMatchObject({ state: "deleting", word: "Deleting, step 2 of 5" });
  await passUntilGone();

  expect(await database.db.clusterSecret.count()).toBe(0);
  expect(agents.stop).toHaveBeenCalledWith(id);
  await expect(rm(path.join(dataDir, "clusters", id))).rejects.toThrow(/ENOENT/);
  await create();
});

test.each([0, 1, 2, 3, 4, 5])("deleting half-way through creation works, after %i passes", async (passes) => {
  await create();
  for (let at = 0; at < passes; at += 1) await pass();
  await remove();
  await passUntilGone();
});

test("an object that a finalizer holds is named; past its time the step is stuck, and a person may go on", async () => {
  await create();
  await passUntil("ready");
  await withKube(async (kube) => {
    await kube.json("/apis/batch/v1/namespaces/default/jobs", { method: "POST", body: heldJob() });
  });
  await remove();
  await pass();
  expect(await get()).toMatchObject({
    state: "deleting",
    sentence: expect.stringContaining("default/kept is held by the finalizer example.org/keep"),
  });

  await database.db
    .$executeRaw`update cluster_step set at = at - interval '10 hours' where operation = 'delete'`;
  await pass();
  const stuck = await get();
  expect(stuck.state).toBe("stuck");
  expect(stuck.stuck).toMatchObject({ step: "workloads", leaves: ["the Jobs and their Pods"] });
  expect(stuck.sentence).toContain("example.org/keep");

  const { abandonStep } = await import("#server/services/cluster/abandon.ts");
  expect(await abandonStep(app, { name: "heron-1" })).toEqual({ leaves: ["the Jobs and their Pods"] });
  await passUntilGone();
});

test("a pause and a dry run reach the cluster's own agent by the namespace it reads", async () => {
  await create();
  await passUntil("ready");
  await setCarbonDryRun(app, { name: "heron-1", dryRun: true });
  await pass();
  expect((await get()).sentence).toContain("It is in a dry run: Jobs are decided on, and none is held.");
  await setCarbonPaused(app, { name: "heron-1", paused: true });
  await pass();

  const annotations = await withKube(async (kube) => {
    const { metadata } = await kube.json<{ metadata: { annotations: object } }>(
      "/api/v1/namespaces/karbonetes-system",
    );
    return metadata.annotations;
  });
  expect(annotations).toMatchObject({
    "carbon-aware.io/paused": "true",
    "carbon-aware.io/dry-run": "true",
    "carbon-aware.io/zone": "DE",
  });
  expect((await get()).sentence).toContain("Carbon-awareness is paused");
});

test("a second worker waits while the first one runs the cluster, and takes over when that is gone", async () => {
  await create();
  await passUntil("ready");
  const second = createClusterLoop(app, agents);
  const first = loop;
  loop = second;
  await pass();
  expect((await get()).state).toBe("ready");

  await first.stop();
  await pass();
  expect((await get()).state).toBe("ready");
});

const create = () => createCluster(app, { name: "heron-1", zone: "DE", size: "small" });
const get = () => getCluster(app, { name: "heron-1" });
const remove = () => deleteCluster(app, { name: "heron-1", confirm: "heron-1" });
const find = () => app.clusters.findByName("heron-1");

async function pass(): Promise<void> {
  const row = await find();
  if (row) await loop.reconciler.reconcile(row.id, signal).catch(() => undefined);
}

async function passUntil(
  wanted: string | ((cluster: Awaited<ReturnType<typeof get>>) => boolean),
): Promise<void> {
  const isThere =
    typeof wanted === "string" ? ({ state }: Awaited<ReturnType<typeof get>>) => state === wanted : wanted;
  await vi.waitFor(
    async () => {
      if (isThere(await get())) return;
      await pass();
      throw new Error(`not there yet: ${JSON.stringify((await get()).conditions)}`);
    },
    { timeout: 20_000, interval: 10 },
  );
}

async function passUntilGone(): Promise<void> {
  await vi.waitFor(
    async () => {
      await pass();
      expect(await find()).toBeUndefined();
    },
    { timeout: 20_000, interval: 10 },
  );
}

async function restart(): Promise<void> {
  await loop.stop();
  loop = createClusterLoop(app, agents);
}

async function withKube<T>(act: (kube: ReturnType<typeof createKubeClient>) => Promise<T>): Promise<T> {
  const { id } = await get();
  const kube = createKubeClient((await app.kubeconfigs.find(id)) ?? "");
  try {
    return await act(kube);
  } finally {
    await kube.close();
  }
}

const poolLimit = (name: string) =>
  withKube(async (kube) => {
    const pool = await kube.json<{ spec: { limits: { nodes: string } } }>(
      `/apis/karpenter.sh/v1/nodepools/${name}`,
    );
    return pool.spec.limits.nodes;
  });

const heldJob = () => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "kept", finalizers: ["example.org/keep"] },
  spec: {
    suspend: true,
    template: { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "busybox" }] } },
  },
});

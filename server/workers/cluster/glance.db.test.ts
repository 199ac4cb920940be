import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, type App } from "#server/context.ts";
import { planOf } from "#server/domain/cluster/plan.ts";
import type { ClusterProvider, Observation } from "#server/domain/cluster/provider.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { UserError, Waiting } from "#server/domain/errors.ts";
import { getCluster } from "#server/services/cluster/get.ts";
import { setCarbonPaused } from "#server/services/cluster/set-carbon-paused.ts";
import { createAccessEnds } from "./accesses.ts";
import { clusterController } from "./controller.ts";
import type { Marks } from "./deps.ts";

const ID = "2f1c8a3e-6a55-4d0f-9f6b-0d9d3b1f7a13";
const { signal } = new AbortController();
const never = () => Promise.reject(new Error("not asked here"));

let database: TestDatabase;
let dataDir: string;
let app: App & { stop(): Promise<void> };
let now: number;
let reconcile: () => Promise<unknown>;
const apply = vi.fn<() => Promise<{ message: string }>>();
const observe = vi.fn<() => Promise<Observation>>();
const write = vi.fn<Marks["write"]>();

/** A cluster that was made, on its way to a changed wish that does not come to an end. */
beforeEach(async () => {
  now = Date.parse("2026-03-01T00:00:00Z");
  apply.mockReset().mockRejectedValue(new Waiting("Rolling", "It rolls its machines.", 1_000));
  observe.mockReset().mockImplementation(() => Promise.resolve(seen()));
  write.mockReset().mockResolvedValue();
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(os.tmpdir(), "glance-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dataDir, KARBON_LOG: "silent" };
  app = { ...createApp(loadConfig(env), "test"), clock: { rate: 1, now: () => new Date(now) } };
  await database.db.cluster.create({ data: heron() });
  const loop = clusterController({
    ...app,
    providers: { sandbox: provider, local: provider, imported: provider, "cluster-api": provider },
    agents: { ensure: never, stop: never },
    marks: { write },
    accesses: createAccessEnds(app),
  });
  reconcile = () => loop.reconcile(ID, signal);
});
afterEach(async () => {
  await app.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

test("beside a change that runs it is looked at every 30 s, and what it waits for stays said", async () => {
  await pass();
  await pass();
  expect(apply).toHaveBeenCalledTimes(2);
  expect(observe).toHaveBeenCalledTimes(1);
  expect(await get()).toMatchObject({ state: "reconciling", observedGeneration: 1, nodesReady: 2 });
  expect(await conditions()).toMatchObject({ Ready: "False Rolling", Reachable: "True Answers" });

  now += 31_000;
  observe.mockImplementation(() => Promise.resolve({ ...seen(), nodesReady: 3 }));
  await pass();
  expect(await get()).toMatchObject({ state: "reconciling", nodesReady: 3 });
  expect(write).toHaveBeenCalledTimes(2);
});

test("its agent hears of a pause at once", async () => {
  await pass();
  await setCarbonPaused(app, { name: "heron", paused: true });
  await pass();
  expect(write.mock.calls.map(([{ carbonPaused }]) => carbonPaused)).toEqual([false, true]);
});

test("so it is where a person must mend the change, which is not tried again by it", async () => {
  apply.mockRejectedValue(new UserError("CredentialsRefused", "home refuses the credentials (401)."));
  await pass();
  await setCarbonPaused(app, { name: "heron", paused: true });
  expect(await reconcile()).toEqual({ requeueAfterMs: 30_000 });
  expect(write.mock.calls.map(([{ carbonPaused }]) => carbonPaused)).toEqual([false, true]);
  expect(await conditions()).toMatchObject({ Ready: "False Refused", Reachable: "True Answers" });
  expect(apply).toHaveBeenCalledTimes(1);
});

test("one that does not answer meanwhile says so, until it does", async () => {
  observe.mockRejectedValue(new Error("https://heron cannot be reached: nothing listens there."));
  await pass();
  expect(await conditions()).toMatchObject({ Ready: "False Rolling", Reachable: "False NoAnswer" });
  expect(write).not.toHaveBeenCalled();

  observe.mockImplementation(() => Promise.resolve(seen()));
  now += 31_000;
  await pass();
  expect(await conditions()).toMatchObject({ Ready: "False Rolling", Reachable: "True Answers" });
  expect(write).toHaveBeenCalledTimes(1);
});

test("a pause that it does not take is no failure of the change", async () => {
  write.mockRejectedValue(new Error("namespaces is forbidden"));
  await expect(reconcile()).rejects.toThrow("It rolls its machines.");
  expect(await conditions()).toMatchObject({ Ready: "False Rolling", Reachable: "True Answers" });
});

const provider: ClusterProvider = {
  name: "cluster-api",
  createSteps: (spec) => planOf("create", "cluster-api", spec),
  scaleSteps: (spec) => planOf("scale", "cluster-api", spec),
  deleteSteps: (spec) => planOf("delete", "cluster-api", spec),
  apply: () => apply(),
  teardown: never,
  observe: () => observe(),
  runsHere: () => false,
  kubeconfig: never,
  inventory: never,
};

const pass = () => reconcile().catch(() => undefined);
const get = () => getCluster(app, { name: "heron" });
const conditions = async () =>
  Object.fromEntries((await get()).conditions.map((each) => [each.type, `${each.status} ${each.reason}`]));

const seen = (): Observation => ({
  reachable: true,
  version: "v1.36.4",
  nodesReady: 2,
  nodesWanted: 3,
  message: undefined,
  waitingJobs: 0,
  server: "https://heron",
});

const holding = (type: string) => ({
  type,
  status: "True",
  reason: "Ready",
  message: "So it is.",
  observedGeneration: 1,
  lastTransitionTime: new Date(0).toISOString(),
});
const heron = () => ({
  id: ID,
  name: "heron",
  provider: "cluster-api",
  zone: "DE",
  createdBy: "Ada",
  generation: 2,
  observedGeneration: 1,
  conditions: [holding("Provisioned"), holding("Ready")],
  spec: ClusterSpec.parse({
    pools: [{ name: "md-0", role: "fallback", maxNodes: 1, machineClass: "worker" }],
    clusterApi: { managementId: "m1", namespace: "fleet", classRef: { name: "quick", namespace: "fleet" } },
  }),
});

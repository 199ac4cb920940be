import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, type App } from "#server/context.ts";
import { changedConditions } from "#server/domain/cluster/cluster-api/changed-conditions.ts";
import type { ClusterApiCondition } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { getCluster } from "#server/services/cluster/get.ts";
import { createNotices, type Notice } from "./notice.ts";

const ID = "c1";
const MANAGEMENT = "m1";
let database: TestDatabase;
let dataDir: string;
let app: App & { stop(): Promise<void> };
let startedAt: Date;
const stop = new AbortController();

beforeEach(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(os.tmpdir(), "notice-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dataDir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
  const spec = ClusterSpec.parse({
    pools: [{ name: "md-0", role: "green", minNodes: 2, maxNodes: 2, machineClass: "worker" }],
    clusterApi: {
      managementId: MANAGEMENT,
      namespace: "fleet",
      classRef: { name: "quick", namespace: "fleet" },
    },
  });
  await database.db.cluster.create({
    data: { id: ID, name: "heron", provider: "cluster-api", zone: "DE", createdBy: "Ada", spec },
  });
  startedAt = new Date(Date.now() - 60_000);
  await step("accepted", "succeeded");
  await step("topology", "started");
});
afterEach(async () => {
  await app.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const step = (name: string, event: "started" | "succeeded" | "failed") =>
  app.clusters.appendStep(ID, {
    at: startedAt,
    operation: "create",
    step: name,
    attempt: 1,
    event,
    message: "",
    code: null,
  });
const condition = (
  type: string,
  status: "True" | "False",
  message = "",
  at = new Date(),
): ClusterApiCondition => ({
  type,
  status,
  reason: status === "True" ? "Ready" : "NotReady",
  message,
  lastTransitionTime: at.toISOString(),
});
const saw = (
  before: ClusterApiCondition[] | undefined,
  after: ClusterApiCondition[],
  more: Partial<Notice> = {},
): Notice => ({
  clusterId: ID,
  managementId: MANAGEMENT,
  title: "fleet/heron",
  changes: changedConditions(before, after),
  isFirst: before === undefined,
  ...more,
});
async function take(...notices: Notice[]): Promise<void> {
  const taken = createNotices(app, stop.signal);
  notices.forEach((notice) => taken.add(notice));
  await taken.settled();
}
const log = async () => (await getCluster(app, { name: "heron" })).log;
const conditions = async () =>
  (await log())
    .filter(({ event }) => event === "condition")
    .map(({ step: of, message }) => `${of}: ${message}`);
const queued = async () =>
  (await database.db.$queryRaw<{ key: string }[]>`select key from graphile_worker.jobs`).map(
    ({ key }) => key,
  );

const no = condition("InfrastructureReady", "False", "Waiting for the network");
const yes = condition("InfrastructureReady", "True");

test("every look between two passes is in the log, under its step, and none of it disturbs the steps", async () => {
  await take(saw(undefined, [no]), saw([no], [yes]), saw([yes], [no]));
  expect(await conditions()).toEqual([
    "infrastructure: InfrastructureReady is False: NotReady. Waiting for the network.",
    "infrastructure: InfrastructureReady is True: Ready.",
    "infrastructure: InfrastructureReady is False: NotReady. Waiting for the network.",
  ]);
  const { operation } = await getCluster(app, { name: "heron" });
  const attempts = operation?.steps.flatMap(({ name, attempts: all }) => all.map(() => name));
  expect(attempts).toEqual(["accepted", "topology"]);
  expect([...(await app.clusters.newestSteps()).values()].flat().map(({ event }) => event)).toEqual([
    "succeeded",
    "started",
  ]);
});

test("two workers that see the same, and a worker that starts anew, say it once", async () => {
  await Promise.all([take(saw([], [no])), take(saw([], [no]))]);
  await take(saw(undefined, [no]));
  expect(await conditions()).toHaveLength(1);
});

test("a line has the condition's own time, and ours where that is of another clock", async () => {
  const own = new Date(+startedAt + 30_000);
  const other = new Date(+startedAt - 86_400_000);
  await take(saw([], [condition("A", "True", "", own), condition("B", "True", "", other)]));
  const times = new Map((await log()).map(({ code, at }) => [code, at]));
  expect(times.get("A")).toEqual(own);
  expect(+(times.get("B") ?? 0)).toBeGreaterThan(+own);
});

test("the loop is woken, also where no condition turned", async () => {
  await take(saw([no], [no]));
  expect(await queued()).toEqual([`cluster:${ID}`]);
  expect(await conditions()).toEqual([]);
});

test.each([
  ["another management cluster", { managementId: "m2" }],
  ["an object of another name with our label", { title: "fleet/egret" }],
  ["a cluster that is gone", { clusterId: "c9" }],
])("%s wakes nothing and says nothing", async (_, more) => {
  await take(saw([], [no], more));
  expect(await queued()).toEqual([]);
  expect(await conditions()).toEqual([]);
});

test("outside an operation the loop is woken and the log stays as it is", async () => {
  await app.clusters.updateStatus(ID, (row) => ({
    observedGeneration: row.generation,
    conditions: [
      {
        type: "Provisioned",
        status: "True",
        reason: "StepsDone",
        message: "",
        observedGeneration: 1,
        lastTransitionTime: startedAt,
      },
    ],
  }));
  await take(saw([yes], [no]));
  expect(await queued()).toEqual([`cluster:${ID}`]);
  expect(await conditions()).toEqual([]);
});

test("what was seen while the database was away is kept, and written in order when it is back", async () => {
  const find = vi.spyOn(app.clusters, "find").mockRejectedValueOnce(new Error("the database is away"));
  await take(saw(undefined, [no]), saw([no], [yes]));
  expect(find.mock.calls.length).toBeGreaterThan(1);
  expect(await conditions()).toHaveLength(2);
});

test("a watch is live for the other workers while it says so", async () => {
  expect(await app.watchBeats.isLive(MANAGEMENT)).toBe(false);
  await app.watchBeats.beat(MANAGEMENT);
  expect(await app.watchBeats.isLive(MANAGEMENT)).toBe(true);
  await database.db.$executeRaw`update heartbeat set at = at - interval '11 seconds'`;
  expect(await app.watchBeats.isLive(MANAGEMENT)).toBe(false);
  await app.watchBeats.beat(MANAGEMENT);
  await app.watchBeats.forget(MANAGEMENT);
  expect(await app.watchBeats.isLive(MANAGEMENT)).toBe(false);
});

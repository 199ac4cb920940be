import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, withActor, type App } from "#server/context.ts";
import type { Role } from "#server/domain/actor.ts";
import type { ClassPool } from "#server/domain/cluster/cluster-api/class-wish.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { connectManagement } from "../management/connect.ts";
import { changeCluster, type ChangeCluster } from "./change.ts";
import { getCluster } from "./get.ts";
import { poolOptions } from "./pool-options.ts";
import { previewChange } from "./preview-change.ts";
import { listUpgrades } from "./upgrade.ts";

const name = "heron";
const pool = (of: string, minNodes: number, maxNodes = minNodes): ClassPool => ({
  name: of,
  role: "fallback",
  minNodes,
  maxNodes,
  machineClass: "worker",
});

/** What a management cluster answers, as it was recorded; what it does with a wish is for the tests on a real one. */
const answers: { refusal: string | undefined; paused: boolean; dryRuns: number; writes: number } = {
  refusal: undefined,
  paused: false,
  dryRuns: 0,
  writes: 0,
};
let clusterId = "";
const machine = (of: string, labels: object) => ({
  metadata: { name: of, creationTimestamp: "2026-11-26T12:00:00Z", labels },
  spec: { version: "v1.35.4" },
  status: { conditions: [{ type: "Ready", status: "True" }] },
});
const clusterObject = () => ({
  apiVersion: "cluster.x-k8s.io/v1beta2",
  kind: "Cluster",
  metadata: { name, namespace: "fleet", labels: { "carbon-aware.io/cluster-id": clusterId } },
  spec: { paused: answers.paused, topology: { version: "v1.35.4" } },
  status: { conditions: [{ type: "ControlPlaneAvailable", status: "True" }] },
});
const GETS: Record<string, () => object> = {
  clusterclasses: () => ({
    metadata: {},
    items: [
      {
        metadata: { name: "quick", namespace: "fleet" },
        spec: {
          kubernetesVersions: ["v1.35.4", "v1.36.4"],
          workers: { machineDeployments: [{ class: "worker" }] },
        },
      },
    ],
  }),
  [name]: clusterObject,
  machines: () => ({
    metadata: {},
    items: [
      machine("cp-a", { "cluster.x-k8s.io/control-plane": "" }),
      machine("md-0-a", { "topology.cluster.x-k8s.io/deployment-name": "md-0" }),
    ],
  }),
};
const api = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  const answer = (status: number, body: object) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  const refuse = (status: number, message: string) =>
    answer(status, { kind: "Status", status: "Failure", code: status, message });
  void text(request).then((body) => {
    if (request.method === "PATCH") {
      const dryRun = url.searchParams.get("dryRun") === "All";
      answers[dryRun ? "dryRuns" : "writes"] += 1;
      return answers.refusal ? refuse(422, answers.refusal) : answer(200, JSON.parse(body) as object);
    }
    const get = GETS[url.pathname.split("/").at(-1) ?? ""];
    return get ? answer(200, get()) : refuse(403, "forbidden");
  });
});

let database: TestDatabase;
let dataDir: string;
let app: App & { stop(): Promise<void> };
let managementId: string;
const as = (role: Role): App => withActor(app, { kind: "user", id: "u1", name: "Ada", role });
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(os.tmpdir(), "change-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dataDir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
  await new Promise<void>((resolve) => void api.listen(0, "127.0.0.1", resolve));
  const server = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const kubeconfig = JSON.stringify({
    contexts: [{ name: "home", context: { cluster: "home", user: "ops" } }],
    clusters: [{ name: "home", cluster: { server } }],
    users: [{ name: "ops", user: { token: "t" } }],
  });
  const made = await connectManagement(as("admin"), { name: "home", kubeconfig, confirmedServer: server });
  managementId = made.id;
});
afterAll(async () => {
  await app.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
  api.close();
});
beforeEach(async () => {
  Object.assign(answers, { refusal: undefined, paused: false, dryRuns: 0, writes: 0 });
  await database.db.cluster.deleteMany();
  await database.db.auditEntry.deleteMany();
  const { id } = await database.db.cluster.create({
    data: {
      name,
      provider: "cluster-api",
      zone: "DE",
      createdBy: "Ada",
      observedGeneration: 1,
      spec: ClusterSpec.parse({
        kubernetesVersion: "v1.35.4",
        pools: [pool("md-0", 1)],
        clusterApi: { managementId, namespace: "fleet", classRef: { name: "quick", namespace: "fleet" } },
      }),
    },
  });
  clusterId = id;
});
const operator = () => as("operator");
const change = (wish: ChangeCluster["change"], more: object = {}) =>
  changeCluster(operator(), { name, change: wish, ...more });
const wished = async () => (await getCluster(operator(), { name })).spec;
const audited = async () =>
  (await database.db.auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action, detail }) => [
    action,
    detail,
  ]);

test("each change is tried first, kept as a wish, and written down; nothing is written there", async () => {
  await change({ kind: "pools", pools: [pool("md-0", 2), pool("wide", 0, 3)] });
  await change({ kind: "roll", pool: "md-0" });
  await change({ kind: "roll", pool: null });
  await change({ kind: "pause", paused: true });
  await change({ kind: "pause", paused: false });
  expect(await wished()).toMatchObject({
    pools: [
      { name: "md-0", minNodes: 2, maxNodes: 2, rolloutAfter: expect.stringMatching(/Z$/) },
      { name: "wide", minNodes: 0, maxNodes: 3 },
    ],
    clusterApi: { paused: false, controlPlaneRolloutAfter: expect.stringMatching(/Z$/) },
  });
  expect((await audited()).map(([action]) => action)).toEqual([
    "cluster.scale",
    "cluster.roll",
    "cluster.roll",
    "cluster.pause",
    "cluster.resume",
  ]);
  expect((await audited())[2]).toEqual(["cluster.roll", { what: "control plane" }]);
  expect(answers).toMatchObject({ dryRuns: 5, writes: 0 });
});

test("an upgrade is kept once its checks hold", async () => {
  await change({ kind: "upgrade", version: "v1.36.4" });
  expect(await wished()).toMatchObject({ kubernetesVersion: "v1.36.4" });
  expect(await audited()).toEqual([["cluster.upgrade", { from: "v1.35.4", version: "v1.36.4" }]]);
  expect((await listUpgrades(operator(), { name })).checks.filter(({ ok }) => !ok)).toMatchObject([
    { name: "quiet", sentence: "It is still on its way to what was last asked of it." },
  ]);
});

test("while something stands in the way there is no upgrade, and its preview tries nothing", async () => {
  answers.paused = true;
  const wish = { kind: "upgrade", version: "v1.36.4" } as const;
  await expect(change(wish)).rejects.toThrow("It is paused: Cluster API changes nothing of it. Resume it.");
  expect(await previewChange(operator(), { name, change: wish })).toMatchObject({ words: [], changes: [] });
  expect(answers.dryRuns).toBe(0);
  expect(await audited()).toEqual([]);
});

test("what its webhooks refuse is refused, in their words, and no wish is kept", async () => {
  answers.refusal = "admission webhook denied the request: no";
  const wish = { kind: "pools", pools: [pool("md-0", 2)] } as const;
  const sentence = /home: The management cluster refuses it: .*denied the request: no/;
  await expect(change({ ...wish, pools: [...wish.pools] })).rejects.toThrow(sentence);
  await expect(
    previewChange(operator(), { name, change: { ...wish, pools: [...wish.pools] } }),
  ).rejects.toThrow(sentence);
  expect((await wished()).pools).toMatchObject([{ maxNodes: 1 }]);
});

test("a preview that was overtaken is not carried out; the same wish again changes nothing", async () => {
  await change({ kind: "pause", paused: true }, { generation: 1 });
  await expect(change({ kind: "roll", pool: null }, { generation: 1 })).rejects.toMatchObject({
    code: "CONFLICT",
    message: "heron was changed by someone else meanwhile. Look at it again.",
  });
  await change({ kind: "pause", paused: true }, { generation: 2 });
  expect(await audited()).toHaveLength(1);
});

test("paused is told with the cluster, on its page and in the list", async () => {
  expect((await getCluster(operator(), { name })).reconcilePaused).toBe(false);
  await change({ kind: "pause", paused: true });
  expect((await getCluster(operator(), { name })).reconcilePaused).toBe(true);
});

test("that the credentials may not look for an autoscaler is said; machines are counted by pool", async () => {
  const options = await poolOptions(operator(), { name });
  expect(options).toMatchObject({ workerClasses: ["worker"], controlPlane: 1, pools: { "md-0": 1 } });
  expect(options.autoscaler).toContain("its credentials may not look for it");
});

test("a Cluster object of somebody else's is neither previewed nor changed", async () => {
  clusterId = "another";
  const wish = { kind: "roll", pool: null } as const;
  await expect(change(wish)).rejects.toThrow("Its Cluster object fleet/heron is not there");
  await expect(previewChange(operator(), { name, change: wish })).rejects.toThrow("is not there");
});

test("a viewer changes nothing, and asks for no preview", async () => {
  const wish = { name, change: { kind: "pause", paused: true } } as const;
  await expect(changeCluster(as("viewer"), wish)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(previewChange(as("viewer"), wish)).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("a cluster that is being deleted is left to its end", async () => {
  await database.db.cluster.updateMany({ data: { deletionRequestedAt: new Date() } });
  await expect(change({ kind: "pause", paused: true })).rejects.toThrow("heron is being deleted");
});

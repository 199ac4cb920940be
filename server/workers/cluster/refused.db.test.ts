import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import https from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createServingCertificate } from "#server/adapters/certificate/serving.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, withActor, type App } from "#server/context.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { abandonStep } from "#server/services/cluster/abandon.ts";
import { deleteCluster } from "#server/services/cluster/delete.ts";
import { getCluster } from "#server/services/cluster/get.ts";
import { connectManagement } from "#server/services/management/connect.ts";
import { replaceCredentials } from "#server/services/management/replace-credentials.ts";
import { createClusterLoop } from "./testing.ts";

const NAME = "heron";
const GOOD = "good";
const ID = randomUUID();
const { signal } = new AbortController();

let database: TestDatabase;
let dir: string;
let app: App & { stop(): Promise<void> };
let loop: ReturnType<typeof createClusterLoop>;
let server: https.Server;
let managementId: string;
let authority: string;
/** What the management cluster says to good credentials: by default, that nothing is there. */
let answer: { status: number; body: object };
/** What it was asked to delete, by path. */
let deletions: string[];

/** A management cluster that takes one token only. */
beforeEach(async () => {
  deletions = [];
  answer = { status: 404, body: { reason: "NotFound", message: "not found" } };
  const { key, cert, caBundle } = await createServingCertificate(["127.0.0.1"]);
  authority = caBundle;
  server = https.createServer({ key, cert }, ({ headers, method, url }, response) => {
    if (method === "DELETE") deletions.push(url ?? "");
    const known = headers.authorization === `Bearer ${GOOD}`;
    const { status, body } = known ? answer : { status: 401, body: { message: "Unauthorized" } };
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  database = await createTestDatabase();
  dir = await mkdtemp(path.join(os.tmpdir(), "refused-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
  loop = createClusterLoop(app, { ensure: vi.fn(), stop: vi.fn() });
  managementId = (await connectManagement(ada(), { name: "home", ...withToken("old") })).id;
  await database.db.cluster.create({ data: heron() });
  await deleteCluster(app, { name: NAME, confirm: NAME });
});
afterEach(async () => {
  await loop.stop();
  await app.stop();
  await database.drop();
  await rm(dir, { recursive: true, force: true });
  server.close();
  server.closeAllConnections();
});

test("a deletion whose credentials are refused asks a person at once, and goes on by itself when they are mended", async () => {
  await pass();
  const stuck = await get();
  expect(stuck.state).toBe("stuck");
  expect(stuck.sentence).toContain(
    "refuses the credentials (401). Give a kubeconfig that is valid now. Retry, or abandon this step",
  );
  expect(stuck.operation?.steps[0]?.attempts.at(-1)?.code).toBe("CredentialsRefused");

  await replaceCredentials(ada(), { id: managementId, ...withToken(GOOD) });
  expect((await get()).state).toBe("deleting");
  await passUntilGone();
});

test("one that was stuck so and is let in again is stuck no more, though it still waits", async () => {
  await pass();
  const { yaml } = withTokenAsYaml(GOOD);
  const sealed = await app.managements.seal(managementId, yaml);
  await database.db.managementCluster.update({ where: { id: managementId }, data: { ciphertext: sealed } });
  answer = { status: 200, body: leaving() };
  await pass();
  expect(await get()).toMatchObject({ state: "deleting", stuck: null });
});

test("given up at the first step it leaves all that waits for that step, and nothing of ours", async () => {
  await pass();
  expect(await abandonStep(ada(), { name: NAME })).toEqual({
    leaves: [
      "its worker machines and all that they hold",
      "its control-plane machines",
      "its network and its load balancer",
      "the Cluster object in the namespace fleet, and its secrets",
    ],
  });
  const { detail } = await database.db.auditEntry.findFirstOrThrow({ where: { action: "cluster.abandon" } });
  expect(detail).toMatchObject({
    step: "workers",
    left: [
      expect.stringMatching(/^Its machines could not be read: .* refuses the credentials \(401\)/),
      expect.stringMatching(/^Its load balancers and volumes could not be read: It has never been reached/),
      expect.stringMatching(/^Whether its Cluster object was asked to go, .* could not be read: .* \(401\)/),
    ],
  });
  await passUntilGone();
  expect(await database.db.clusterSecret.count()).toBe(0);
});

test("given up before Cluster API looked at it, it is asked to go first; what is not gone is said to live on", async () => {
  await pass();
  const sealed = await app.managements.seal(managementId, withTokenAsYaml(GOOD).yaml);
  await database.db.managementCluster.update({ where: { id: managementId }, data: { ciphertext: sealed } });
  const { deletionTimestamp: _, ...metadata } = leaving().metadata;
  answer = { status: 200, body: { items: [], metadata } };
  await abandonStep(ada(), { name: NAME });
  expect(deletions).toEqual(["/apis/cluster.x-k8s.io/v1beta2/namespaces/fleet/clusters/heron"]);
  const { detail } = await database.db.auditEntry.findFirstOrThrow({ where: { action: "cluster.abandon" } });
  expect(detail).toMatchObject({
    left: expect.arrayContaining([
      "1\u00a0object that was not asked to go yet: Cluster fleet/heron, which lives on",
    ]),
  });
});

test("a right that is missing is named, and is for a person as well", async () => {
  await replaceCredentials(ada(), { id: managementId, ...withToken(GOOD) });
  answer = { status: 403, body: { message: 'User "karbon" cannot delete resource "clusters"' } };
  await pass();
  expect(await get()).toMatchObject({ state: "stuck", stuck: { step: "workers" } });
  expect((await get()).stuck?.message).toMatch(
    /forbids it: User "karbon" cannot delete resource "clusters"\.$/,
  );
});

const ada = (): App => withActor(app, { kind: "user", id: "u1", name: "Ada", role: "admin" });
const get = () => getCluster(app, { name: NAME });

async function pass(): Promise<void> {
  await loop.reconciler.reconcile(ID, signal).catch(() => undefined);
}
async function passUntilGone(): Promise<void> {
  await vi.waitFor(
    async () => {
      await pass();
      expect(await app.clusters.find(ID)).toBeUndefined();
    },
    { timeout: 20_000, interval: 10 },
  );
}

const address = (): string => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
const withTokenAsYaml = (token: string) => ({
  yaml: JSON.stringify({
    "current-context": "home",
    contexts: [{ name: "home", context: { cluster: "home", user: "ops" } }],
    clusters: [{ name: "home", cluster: { server: address(), "certificate-authority-data": authority } }],
    users: [{ name: "ops", user: { token } }],
  }),
});
const withToken = (token: string) => ({
  kubeconfig: withTokenAsYaml(token).yaml,
  confirmedServer: address(),
});

const heron = () => ({
  id: ID,
  name: NAME,
  provider: "cluster-api",
  zone: "DE",
  createdBy: "Ada",
  spec: ClusterSpec.parse({
    pools: [{ name: "md-0", role: "fallback", maxNodes: 1, machineClass: "worker" }],
    clusterApi: { managementId, namespace: "fleet", classRef: { name: "quick", namespace: "fleet" } },
  }),
});

/** Our Cluster object on its way out; the same answer to whatever else is asked has nothing in it. */
const leaving = () => ({
  items: [],
  metadata: {
    name: NAME,
    namespace: "fleet",
    uid: "u",
    labels: { "carbon-aware.io/cluster-id": ID },
    deletionTimestamp: "2026-11-25T20:00:00Z",
  },
  status: {
    conditions: [{ type: "Deleting", status: "True", reason: "WaitingForWorkersDeletion", message: "md-0" }],
  },
});

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import https from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createServingCertificate } from "#server/adapters/certificate/serving.ts";
import { systemClock } from "#server/adapters/clock.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { createLogger } from "#server/adapters/log.ts";
import { kubeconfigTo } from "#server/adapters/provider/provider.contract.ts";
import { createSandboxHost, type SandboxHost } from "#server/adapters/provider/sandbox/host.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, withActor, type App } from "#server/context.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { getCluster } from "#server/services/cluster/get.ts";
import { connectManagement } from "#server/services/management/connect.ts";
import { replaceCredentials } from "#server/services/management/replace-credentials.ts";
import { createClusterLoop } from "./testing.ts";

const GOOD = "good";
const ID = randomUUID();
const { signal } = new AbortController();

let database: TestDatabase;
let dir: string;
let app: App & { stop(): Promise<void> };
let loop: ReturnType<typeof createClusterLoop>;
let host: SandboxHost;
let server: https.Server;
let managementId: string;
let authority: string;
/** Tokens that the management cluster takes. */
let taken: string[];
let inside: string;

/** A management cluster that knows of one Cluster, and behind that a sandbox that answers for itself. */
beforeEach(async () => {
  taken = [GOOD];
  const { key, cert, caBundle } = await createServingCertificate(["127.0.0.1"]);
  authority = caBundle;
  server = https.createServer({ key, cert }, ({ headers, url }, response) => {
    const known = taken.some((token) => headers.authorization === `Bearer ${token}`);
    const found = url?.endsWith("/clusters/heron") ? object() : undefined;
    response.writeHead(known ? (found ? 200 : 404) : 401, { "content-type": "application/json" });
    response.end(JSON.stringify(found && known ? found : { message: "not for you" }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  database = await createTestDatabase();
  dir = await mkdtemp(path.join(os.tmpdir(), "management-look-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
  loop = createClusterLoop(app, { ensure: vi.fn(), stop: vi.fn() });
  managementId = (await connectManagement(ada(), { name: "home", ...withToken(GOOD) })).id;
  const alone = {
    acquire: () => Promise.resolve(true),
    release: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const log = createLogger("test", "silent");
  host = createSandboxHost({ dataDir: path.join(dir, "behind"), locks: alone, clock: systemClock, log });
  const behind = await host.ensure({ id: "behind", name: "behind" });
  if (behind === "elsewhere") throw new Error("It is alone.");
  inside = behind.kubeconfig();
  await database.db.cluster.create({ data: heron() });
  await app.kubeconfigs.save(ID, inside);
  await app.clusters.appendStep(ID, {
    at: new Date(),
    operation: "create",
    step: "ready",
    attempt: 1,
    event: "succeeded",
    message: "Done.",
    code: null,
  });
});
afterEach(async () => {
  await loop.stop();
  await host.stopAll();
  await app.stop();
  await database.drop();
  await rm(dir, { recursive: true, force: true });
  server.close();
  server.closeAllConnections();
});

test("its management cluster refuses us: it stays Ready, says so, and is rid of it once others are given", async () => {
  expect(await look()).toMatchObject({ state: "ready", word: "Ready" });
  expect(await look()).not.toHaveProperty("managementAway");

  taken = ["newer"];
  const refused = await look();
  expect(refused).toMatchObject({ state: "ready", word: "Ready, management away", managementAway: true });
  expect(refused.headline).toBe("heron is Ready, but its management cluster does not let us in.");
  expect(condition(refused, "Reachable")).toMatchObject({ status: "True" });
  expect(condition(refused, "ManagementReachable")).toMatchObject({
    status: "False",
    reason: "CredentialsRefused",
    message: expect.stringMatching(/^The management cluster home does not let us in: .*\(401\)/),
  });

  await replaceCredentials(ada(), { id: managementId, ...withToken("newer") });
  const mended = await look();
  expect(mended).toMatchObject({ state: "ready", word: "Ready" });
  expect(condition(mended, "ManagementReachable")).toBeUndefined();
});

test("its management cluster is away: what it has of itself is looked at all the same", async () => {
  server.close();
  server.closeAllConnections();
  const away = await look();
  expect(away).toMatchObject({ state: "ready", managementAway: true, nodesReady: 0, nodesWanted: 4 });
  expect(away.sentence).toMatch(/^0 of 4\u00a0nodes Ready\./); // as many as were asked for, at least
  expect(away.kubernetesVersion).toMatch(/^v1\./);
  expect(condition(away, "ManagementReachable")?.message).toMatch(/does not answer: .*nothing listens there/);
});

test("each that does not answer is told by itself, and goes by itself", async () => {
  await app.kubeconfigs.save(ID, kubeconfigTo("https://127.0.0.1:1"));
  const cluster = await look();
  expect(cluster).toMatchObject({ state: "unreachable" });
  expect(condition(cluster, "ManagementReachable")).toBeUndefined();

  taken = [];
  const both = await look();
  expect(both.sentence).toContain(
    "https://127.0.0.1:1 cannot be reached: nothing listens there. Its management cluster does not answer us either.",
  );
  taken = [GOOD];
  expect(condition(await look(), "ManagementReachable")).toBeUndefined();
  await app.kubeconfigs.save(ID, inside);
  expect(await look()).toMatchObject({ state: "ready" });
});

type Detail = Awaited<ReturnType<typeof getCluster>>;
const condition = ({ conditions }: Detail, of: string) => conditions.find(({ type }) => type === of);
const ada = (): App => withActor(app, { kind: "user", id: "u1", name: "Ada", role: "admin" });

async function look(): Promise<Detail> {
  await loop.reconciler.reconcile(ID, signal);
  return getCluster(app, { name: "heron" });
}

const address = (): string => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
const withToken = (token: string) => ({
  confirmedServer: address(),
  kubeconfig: JSON.stringify({
    "current-context": "home",
    contexts: [{ name: "home", context: { cluster: "home", user: "ops" } }],
    clusters: [{ name: "home", cluster: { server: address(), "certificate-authority-data": authority } }],
    users: [{ name: "ops", user: { token } }],
  }),
});

const holding = (type: string) => ({
  type,
  status: "True",
  reason: type,
  message: "So it is.",
  observedGeneration: 1,
  lastTransitionTime: new Date().toISOString(),
});
const heron = () => ({
  id: ID,
  name: "heron",
  provider: "cluster-api",
  zone: "DE",
  createdBy: "Ada",
  generation: 1,
  observedGeneration: 1,
  conditions: [holding("Provisioned"), { ...holding("Ready"), reason: "Ready" }],
  spec: ClusterSpec.parse({
    pools: [{ name: "md-0", role: "fallback", minNodes: 1, maxNodes: 1, machineClass: "worker" }],
    clusterApi: { managementId, namespace: "fleet", classRef: { name: "quick", namespace: "fleet" } },
  }),
});

/** As a cluster without machines stands. */
const object = () => ({
  metadata: { name: "heron", namespace: "fleet", uid: "u", labels: { "carbon-aware.io/cluster-id": ID } },
  spec: { topology: { version: "v1.36.4" } },
  status: { controlPlane: { desiredReplicas: 0 }, workers: { desiredReplicas: 0 } },
});

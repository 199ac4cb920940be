import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, withActor, type App } from "#server/context.ts";
import type { Role } from "#server/domain/actor.ts";
import { OWNER_LABEL } from "#server/domain/cluster/cluster-api/plan-object.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { checkManagement } from "./check.ts";
import { connectManagement } from "./connect.ts";
import { disconnectManagement } from "./disconnect.ts";
import { listManagements } from "./list.ts";
import { replaceCredentials } from "./replace-credentials.ts";

let database: TestDatabase;
let dataDir: string;
let app: App & { stop(): Promise<void> };
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(os.tmpdir(), "management-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dataDir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
});
afterAll(async () => {
  await app.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  await database.db.cluster.deleteMany();
  await database.db.managementCluster.deleteMany();
  await database.db.auditEntry.deleteMany();
});

const as = (role: Role): App => withActor(app, { kind: "user", id: "u1", name: "Ada", role });
const kubeconfig = (server: string, token: string) =>
  JSON.stringify({
    contexts: [{ name: "home", context: { cluster: "home", user: "ops" } }],
    clusters: [{ name: "home", cluster: { server } }],
    users: [{ name: "ops", user: { token } }],
  });
const SERVER = "https://10.0.0.1:6443";

/** Management clusters that answer to anything with one object of this uid and owner; to "revoked" with 401. */
const answering: http.Server[] = [];
async function management(uid: string | undefined, owner?: string): Promise<string> {
  const metadata = { name: "heron", namespace: "fleet", uid, labels: owner ? { [OWNER_LABEL]: owner } : {} };
  const server = http.createServer(({ headers }, response) => {
    const status = headers.authorization === "Bearer revoked" ? 401 : uid ? 200 : 403;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(status === 200 ? { metadata } : {}));
  });
  answering.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => {
  for (const server of answering.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});
const uidKept = async () => (await database.db.managementCluster.findFirstOrThrow()).clusterUid;
const replace = (id: string, server: string, token: string) =>
  replaceCredentials(as("admin"), { id, kubeconfig: kubeconfig(server, token), confirmedServer: server });
const connect = (role: Role = "admin", server = SERVER, confirmedServer = server) =>
  connectManagement(as(role), { name: "home", kubeconfig: kubeconfig(server, "first"), confirmedServer });
const actions = async () =>
  (await database.db.auditEntry.findMany({ orderBy: { id: "asc" } })).map((entry) => entry.action);

/** A cluster that it makes. */
const makes = (id: string) =>
  database.db.cluster.create({
    data: {
      name: "heron",
      provider: "cluster-api",
      zone: "DE",
      createdBy: "Ada",
      spec: ClusterSpec.parse({
        pools: [{ name: "md-0", role: "fallback", maxNodes: 1, machineClass: "worker" }],
        clusterApi: { managementId: id, namespace: "fleet", classRef: { name: "quick", namespace: "fleet" } },
      }),
    },
  });

test("its kubeconfig is kept sealed, and shown to nobody", async () => {
  const { id } = await connect();
  const [row] = await database.db.managementCluster.findMany();
  expect(Buffer.from(row?.ciphertext ?? []).toString("latin1")).not.toContain("first");
  const [view] = await listManagements(as("viewer"));
  expect(view).toMatchObject({ id, name: "home", server: SERVER, createdBy: "Ada", clusters: [] });
  expect(JSON.stringify(view)).not.toContain("first");
  expect((await app.managements.find(id))?.kubeconfig).toContain("first");
  expect(await actions()).toEqual(["management.connect"]);
});

test.each(["viewer", "operator"] as const)("a %s connects none", async (role) => {
  await expect(connect(role)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await listManagements(as(role))).toEqual([]);
});

test("only the address that a person confirmed is kept", async () => {
  await expect(connect("admin", SERVER, "https://10.9.9.9:6443")).rejects.toThrow(
    `The kubeconfig leads to ${SERVER}, which is not the confirmed https://10.9.9.9:6443.`,
  );
});

test("a name is given once", async () => {
  await connect();
  await expect(connect()).rejects.toThrow("There is a management cluster named home already.");
});

test("other credentials take the place of the old ones, also while it makes clusters", async () => {
  const { id } = await connect("admin", await management("u1"));
  await makes(id);
  const refused = {
    type: "Ready",
    status: "False" as const,
    reason: "Refused",
    message: "401.",
    observedGeneration: 1,
    lastTransitionTime: new Date(),
  };
  const [heron] = await app.clusters.list();
  await app.clusters.updateStatus(heron?.id ?? "", () => ({ conditions: [refused] }));
  const server = await management("u1"); // the same one, at another address
  await replace(id, server, "second");
  expect(await listManagements(as("viewer"))).toMatchObject([{ server, clusters: ["heron"] }]);
  expect((await app.managements.find(id))?.kubeconfig).toContain("second");
  const [again] = await app.clusters.list();
  expect(again?.conditions).toMatchObject([{ type: "Ready", reason: "Retried" }]); // and so the loop takes it up anew
});

test("while it makes clusters, no credentials lead away from it: their deletion would end with every machine left", async () => {
  const server = await management("u1");
  const { id } = await connect("admin", server);
  await makes(id);
  await checkManagement(as("operator"), { id }).catch(() => undefined); // it answers, and is known from then on
  expect(await uidKept()).toBe("u1");
  await database.db.managementCluster.updateMany({
    data: { ciphertext: await app.managements.seal(id, kubeconfig(server, "revoked")) },
  });
  const other = await management("u2");
  await expect(replace(id, other, "second")).rejects.toThrow(
    `${other} is another cluster than home: the uid of its kube-system namespace is u2, that of home is u1. Connect it under a name of its own.`,
  );
  await expect(replace(id, await management(undefined), "second")).rejects.toThrow(/cannot be told/);
  await expect(replace(id, server, "revoked")).rejects.toThrow(/^The new credentials do not work\. .*401/);
  expect((await app.managements.find(id))?.kubeconfig).toContain("revoked");
  expect(await actions()).toEqual(["management.connect"]);
  await replace(id, server, "second");
  expect(await uidKept()).toBe("u1");
});

test("one that was never asked who it is tells by the credentials that it has", async () => {
  const { id } = await connect("admin", await management("u1"));
  await makes(id);
  await expect(replace(id, await management("u2"), "second")).rejects.toThrow(/is another cluster than home/);
  await replace(id, await management("u1"), "second");
  expect(await uidKept()).toBe("u1");
});

test("credentials lead to another one where every cluster of it is, as after clusterctl move", async () => {
  const { id } = await connect("admin", await management("u1"));
  await makes(id);
  const [heron] = await app.clusters.list();
  const moved = await management("u2", heron?.id);
  await replace(id, moved, "second");
  expect(await listManagements(as("viewer"))).toMatchObject([{ server: moved, clusters: ["heron"] }]);
  expect(await uidKept()).toBe("u2");
});

test("one that makes no cluster may become another", async () => {
  const { id } = await connect("admin", await management("u1"));
  await checkManagement(as("operator"), { id }).catch(() => undefined);
  await replace(id, "https://127.0.0.1:1", "second");
  expect(await uidKept()).toBeNull();
});

test("it is said whether a worker watches it now", async () => {
  const { id } = await connect();
  expect(await listManagements(as("viewer"))).toMatchObject([{ watched: false }]);
  await app.watchBeats.beat(id);
  expect(await listManagements(as("viewer"))).toMatchObject([{ watched: true }]);
});

test("while it makes a cluster it stays, since that could never be deleted otherwise", async () => {
  const { id } = await connect();
  await makes(id);
  await expect(disconnectManagement(as("admin"), { id })).rejects.toThrow(
    "home makes heron. Delete it first.",
  );
  await database.db.cluster.deleteMany();
  await disconnectManagement(as("admin"), { id });
  expect(await listManagements(as("viewer"))).toEqual([]);
  expect(await actions()).toEqual(["management.connect", "management.disconnect"]);
});

test("one that does not answer is a sentence that names it", async () => {
  const { id } = await connect("admin", "https://127.0.0.1:1");
  await expect(checkManagement(as("operator"), { id })).rejects.toThrow(
    "home: https://127.0.0.1:1 cannot be reached: nothing listens there.",
  );
});

test("one that was disconnected meanwhile is a sentence too", async () => {
  const id = "2f1c8a3e-6a55-4d0f-9f6b-0d9d3b1f7a11";
  await expect(checkManagement(as("operator"), { id })).rejects.toThrow(
    "There is no such management cluster. It may have been disconnected meanwhile.",
  );
});

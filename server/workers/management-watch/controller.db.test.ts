import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSessionLocks } from "#server/adapters/db/session-lock.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, type App } from "#server/context.ts";
import { OWNER_LABEL } from "#server/domain/cluster/cluster-api/plan-object.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { watchManagements } from "./controller.ts";

const ID = randomUUID();
const WITHIN = { timeout: 20_000 };
let database: TestDatabase;
let dataDir: string;
let app: App & { stop(): Promise<void> };
let server: Server;
/** Of whom the API serves a watch now, by token. */
let watches: { token: string; response: ServerResponse }[];
/** What the API lists. */
let items: object[];
let refused: number;
let workers: { stop: () => Promise<void> }[];

beforeEach(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(os.tmpdir(), "management-watch-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dataDir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
  watches = [];
  refused = 0;
  items = [];
  workers = [];
  server = createServer((request, response) => {
    const token = (request.headers.authorization ?? "").replace("Bearer ", "");
    if (token === "revoked") {
      refused += 1;
      return void response.writeHead(401).end("{}");
    }
    if (!request.url?.includes("watch=true"))
      return void response.end(JSON.stringify({ items, metadata: { resourceVersion: "1" } }));
    response.writeHead(200).flushHeaders();
    watches.push({ token, response });
    response.once("close", () => (watches = watches.filter((each) => each.response !== response)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(async () => {
  await Promise.all(workers.map(({ stop }) => stop()));
  server.closeAllConnections();
  server.close();
  await app.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const locks = (onLost: (name: string) => void) => createSessionLocks(database.url, { onLost });
function worker(): { stop: () => Promise<void> } {
  const over = new AbortController();
  const running = watchManagements({ ...app, locks, timing: { baseDelayMs: 20 } }, over.signal);
  const stop = async () => {
    over.abort();
    await running;
  };
  workers.push({ stop });
  return { stop };
}
const sealed = (token: string) =>
  app.managements.seal(
    ID,
    JSON.stringify({
      "current-context": "x",
      clusters: [
        { name: "c", cluster: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } },
      ],
      users: [{ name: "u", user: { token } }],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    }),
  );
const audit = (action: string) => ({ actor: app.actor, action, at: new Date() });
const connect = async (token: string) =>
  app.managementClusters.create(
    { id: ID, name: "home", server: "http://x", sealed: await sealed(token), createdBy: "Ada" },
    audit("management.connect"),
  );
const row = { id: ID, name: "home" };
const served = () => expect.poll(() => watches.map(({ token }) => token), WITHIN);
const live = () => expect.poll(() => app.watchBeats.isLive(ID), WITHIN);

test("of two workers one watches, and the other takes over when that ends", async () => {
  await connect("first");
  const first = worker();
  await live().toBe(true);
  worker();
  await served().toEqual(["first"]);
  const [before] = watches;
  await first.stop();
  await expect.poll(() => watches.some(({ response }) => response !== before?.response), WITHIN).toBe(true);
  await served().toEqual(["first"]);
  await live().toBe(true);
});

test("one that is connected later, gets other credentials, and is disconnected: each is picked up", async () => {
  worker();
  await connect("revoked");
  await expect.poll(() => refused, WITHIN).toBeGreaterThan(0);
  await live().toBe(false);
  await app.managementClusters.replaceCredentials(
    row,
    { server: "http://x", sealed: await sealed("other"), clusterUid: null },
    audit("x"),
  );
  await served().toEqual(["other"]);
  await live().toBe(true);
  await app.managementClusters.remove(row, audit("management.disconnect"));
  await served().toEqual([]);
  await live().toBe(false);
});

test("a watch that the API breaks is not live until it is open again", async () => {
  worker();
  await connect("first");
  await live().toBe(true);
  server.closeAllConnections();
  server.close();
  await live().toBe(false);
});

const heron = (generation: number) => ({
  metadata: { name: "heron", namespace: "fleet", generation, labels: { [OWNER_LABEL]: "c1" } },
  spec: {},
  status: {},
});
const woken = async () =>
  (await database.db.$queryRaw<object[]>`select 1 as woken from graphile_worker.jobs`).length > 0;

test("after 410 Gone it lists anew, and what turned meanwhile wakes the loop; what did not wakes nothing", async () => {
  const classRef = { name: "quick", namespace: "fleet" };
  const spec = ClusterSpec.parse({
    pools: [{ name: "md-0", role: "green", maxNodes: 2 }],
    clusterApi: { managementId: ID, namespace: "fleet", classRef },
  });
  await database.db.cluster.create({
    data: { id: "c1", name: "heron", provider: "cluster-api", zone: "DE", createdBy: "Ada", spec },
  });
  items = [heron(1)];
  worker();
  await connect("first");
  await live().toBe(true);
  await expect.poll(woken, WITHIN).toBe(true);
  const forget = () => database.db.$executeRaw`delete from graphile_worker._private_jobs`;
  const gone = `${JSON.stringify({ type: "ERROR", object: { kind: "Status", code: 410 } })}\n`;

  for (const [generation, isWoken] of [
    [1, false],
    [2, true],
  ] as const) {
    await forget();
    items = [heron(generation)];
    const [before] = watches;
    before?.response.end(gone);
    await expect.poll(() => watches.some(({ response }) => response !== before?.response), WITHIN).toBe(true);
    if (isWoken) await expect.poll(woken, WITHIN).toBe(true);
    else expect(await woken()).toBe(false);
  }
});

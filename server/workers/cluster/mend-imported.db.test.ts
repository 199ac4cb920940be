import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "#server/adapters/clock.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { createKubeClient } from "#server/adapters/kubernetes/client.ts";
import { createLogger } from "#server/adapters/log.ts";
import { createSandboxHost, type SandboxHost } from "#server/adapters/provider/sandbox/host.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, withActor, type App } from "#server/context.ts";
import type { Role } from "#server/domain/actor.ts";
import { specOfSize } from "#server/domain/cluster/spec.ts";
import { deleteCluster } from "#server/services/cluster/delete.ts";
import { getCluster } from "#server/services/cluster/get.ts";
import { importCluster } from "#server/services/cluster/import.ts";
import { replaceClusterCredentials } from "#server/services/cluster/replace-credentials.ts";
import { getReview } from "#server/services/review/get.ts";
import { writeReviewed } from "#server/services/review/write.ts";
import { createClusterLoop } from "./testing.ts";

const NAME = "prod";
const SYSTEM = "/api/v1/namespaces/karbonetes-system";
const { signal } = new AbortController();
const done = () => Promise.resolve();

let database: TestDatabase;
let dir: string;
let app: App & { stop(): Promise<void> };
let loop: ReturnType<typeof createClusterLoop>;
let host: SandboxHost;
let good: string;

/** Somebody else's cluster: a sandbox that this installation knows nothing of. */
beforeEach(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(path.join(os.tmpdir(), "mend-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
  loop = createClusterLoop(app, { ensure: vi.fn(), stop: vi.fn() });
  await database.db.carbonZone.create({ data: { zone: "DE", name: "Germany" } });
  const locks = { acquire: () => Promise.resolve(true), release: done, stop: done };
  const log = createLogger("test", "silent");
  host = createSandboxHost({ dataDir: path.join(dir, "theirs"), locks, clock: systemClock, log });
  good = await sandbox("theirs");
});
afterEach(async () => {
  await loop.stop();
  await host.stopAll();
  await app.stop();
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

test("a ready cluster whose token ended says so, and answers again with another at once", async () => {
  await importIt(good);
  await passUntil("ready");
  await endToken();
  await passUntil("unreachable");
  expect((await get()).sentence).toContain("refuses the credentials (401). Give a kubeconfig that is valid");

  await replace(good);
  await pass();
  expect((await get()).state).toBe("ready");
  const entry = await database.db.auditEntry.findFirst({ where: { action: "cluster.replace-credentials" } });
  expect(entry).toMatchObject({ subject: NAME, detail: { server: serverIn(good) } });
  expect(JSON.stringify(entry)).not.toContain("token");
});

test("an import that was refused goes on with what it is given then", async () => {
  await importIt(withoutRight(good));
  await passUntil("failing");
  const failed = (await get()).operation?.steps.find(({ state }) => state === "failed");
  expect(failed?.attempts.at(-1)?.code).toBe("CredentialsRefused");
  await replace(good);
  await passUntil("ready");
});

test("one that was imported at a wrong address and never answered may be given the right one", async () => {
  await importIt(good.replace(serverIn(good), "https://127.0.0.1:1"));
  await passUntil("failing");
  await replace(good);
  await passUntil("ready");
});

test("forgetting it with a token that ended is stuck and names why, and goes on with another to its end", async () => {
  await importIt(good);
  await passUntil("ready");
  await agree();
  const kube = createKubeClient(good);
  expect((await kube.json<{ metadata: object }>(SYSTEM)).metadata).toBeDefined();
  await endToken();
  await deleteCluster(app, { name: NAME, confirm: NAME });
  await pass();
  const stuck = await get();
  expect(stuck.state).toBe("stuck");
  expect(stuck.stuck?.message).toBe(
    `${serverIn(good)} refuses the credentials (401). Give a kubeconfig that is valid now.`,
  );
  expect(stuck.sentence).toMatch(
    /Retry, give other credentials, or abandon this step and leave it behind\.$/,
  );

  await replace(good);
  expect((await get()).state).toBe("deleting");
  await vi.waitFor(
    async () => {
      await pass();
      expect(await app.clusters.findByName(NAME)).toBeUndefined();
    },
    { timeout: 20_000, interval: 10 },
  );
  await expect(kube.json(SYSTEM)).rejects.toSatisfy(isNotFound);
  await kube.close();
  expect(await database.db.clusterSecret.count()).toBe(0);
});

test("what leads to another cluster, or does not work, is refused with a sentence and changes nothing", async () => {
  await importIt(good);
  await passUntil("ready");
  await database.db.cluster.create({ data: made("ours", "sandbox") });
  await database.db.cluster.create({ data: made("capi", "cluster-api") });
  const other = await sandbox("other");
  const kept = await secret();
  const nowhere = good.replace(serverIn(good), "https://127.0.0.1:1");
  for (const [ask, sentence] of [
    [
      () => replace(other),
      /^https:\S+ is another cluster than prod: .* Import it under a name of its own\.$/,
    ],
    [
      () => replace(withoutRight(good)),
      /^The new credentials do not work\. https:\S+ refuses the credentials/,
    ],
    [() => replace(nowhere), /^The new credentials do not work\. https:\S+ cannot be reached: /],
    [() => replace("not: [yaml"), /is not YAML/],
    [
      () => replace(good, { confirmedServer: "https://x" }),
      /not the confirmed https:\/\/x\. Look at it again/,
    ],
    [() => replace(good, {}, "viewer"), /role operator/],
    [() => replace(good, { name: "ours" }), /^ours was not imported, .*: this console makes its own\.$/],
    [
      () => replace(good, { name: "capi" }),
      /^capi was not imported, .* management cluster are replaced in the/,
    ],
    [() => replace(good, { name: "none" }), /^There is no cluster named none\.$/],
  ] as const)
    await expect(ask()).rejects.toThrow(sentence);
  expect(await secret()).toEqual(kept);
  expect(await database.db.auditEntry.count({ where: { action: "cluster.replace-credentials" } })).toBe(0);
});

test("where nobody has read who it is yet, another address is not taken for the same cluster", async () => {
  await importIt(good);
  await passUntil("ready");
  await database.db.cluster.updateMany({ data: { observed: {} } });
  const other = await sandbox("other");
  await expect(replace(other)).rejects.toThrow(
    /^Whether https:\S+ is the same cluster as prod cannot be told/,
  );
  await replace(good);
});

const ada = (role: Role = "operator"): App => withActor(app, { kind: "user", id: "u1", name: "Ada", role });
const get = () => getCluster(app, { name: NAME });
const serverIn = (kubeconfig: string): string => /https:\/\/[^\s"]*/.exec(kubeconfig)?.[0] ?? "";
const withoutRight = (kubeconfig: string): string => kubeconfig.replace(/(token"?: *"?)[^\s"]+/, "$1ended");

async function sandbox(id: string): Promise<string> {
  const made = await host.ensure({ id, name: id });
  if (made === "elsewhere") throw new Error("It is alone.");
  return made.kubeconfig();
}
async function importIt(kubeconfig: string): Promise<void> {
  const confirmedServer = serverIn(kubeconfig);
  await importCluster(app, { name: NAME, zone: "DE", kubeconfig, confirmedServer });
}
const replace = (kubeconfig: string, more = {}, role: Role = "operator") =>
  replaceClusterCredentials(ada(role), {
    name: NAME,
    kubeconfig,
    confirmedServer: serverIn(kubeconfig),
    ...more,
  });
/** What is kept is refused from now on. */
async function endToken(): Promise<void> {
  await app.kubeconfigs.save((await get()).id, withoutRight(good));
}
async function agree(): Promise<void> {
  const wish = { name: NAME, image: null, dryRun: false };
  const { digest } = await getReview(app, wish);
  await writeReviewed(app, { ...wish, digest });
}
const secret = () => database.db.clusterSecret.findMany();
const made = (name: string, provider: string) => ({
  name,
  provider,
  zone: "DE",
  spec: specOfSize("small"),
  createdBy: "Ada",
});

async function pass(): Promise<void> {
  const row = await app.clusters.findByName(NAME);
  if (row) await loop.reconciler.reconcile(row.id, signal).catch(() => undefined);
}
const passUntil = (state: string) =>
  vi.waitFor(
    async () => {
      await pass();
      expect((await get()).state).toBe(state);
    },
    { timeout: 20_000, interval: 10 },
  );

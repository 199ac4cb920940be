import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "#server/adapters/clock.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { POLICIES_PATH, SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { installKinds } from "#server/adapters/kubernetes/install.ts";
import { createLogger } from "#server/adapters/log.ts";
import { createSandboxHost, type SandboxHost } from "#server/adapters/provider/sandbox/host.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, type App } from "#server/context.ts";
import { toScore } from "#server/domain/carbon/score.ts";
import { ANNOTATION, HELD_LABEL, PAUSED_ANNOTATION } from "#server/domain/job/annotations.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { abandonStep } from "#server/services/cluster/abandon.ts";
import { deleteCluster } from "#server/services/cluster/delete.ts";
import { getCluster } from "#server/services/cluster/get.ts";
import { importCluster } from "#server/services/cluster/import.ts";
import { planTeardown } from "#server/services/cluster/plan-teardown.ts";
import { getReview } from "#server/services/review/get.ts";
import { writeReviewed } from "#server/services/review/write.ts";
import { createClusterLoop } from "./testing.ts";

const NAME = "prod";
const SYSTEM = "/api/v1/namespaces/karbonetes-system";
const JOBS = "/apis/batch/v1/namespaces/default/jobs";
const CRD = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/carbonawarepolicies.carbon-aware.io";
const OURS = { "app.kubernetes.io/managed-by": "karbonetes" };
const { signal } = new AbortController();

let database: TestDatabase;
let dir: string;
let app: App & { stop(): Promise<void> };
let loop: ReturnType<typeof createClusterLoop>;
let host: SandboxHost;
let kubeconfig: string;
let kube: KubeClient;

/** Somebody else's cluster: a sandbox that this installation knows nothing of. */
beforeEach(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(path.join(os.tmpdir(), "forget-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
  loop = createClusterLoop(app, { ensure: vi.fn(), stop: vi.fn() });
  await database.db.carbonZone.create({ data: { zone: "DE", name: "Germany" } });
  const alone = {
    acquire: () => Promise.resolve(true),
    release: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const log = createLogger("test", "silent");
  host = createSandboxHost({ dataDir: path.join(dir, "theirs"), locks: alone, clock: systemClock, log });
  const theirs = await host.ensure({ id: "theirs", name: "theirs" });
  if (theirs === "elsewhere") throw new Error("It is alone.");
  kubeconfig = theirs.kubeconfig();
  kube = createKubeClient(kubeconfig);
});
afterEach(async () => {
  await kube.close();
  await loop.stop();
  await host.stopAll();
  await app.stop();
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

test("forgetting says what goes, lets held Jobs start, and takes out exactly what we put in", async () => {
  await importIt();
  await passUntil("ready");
  await agree();
  await putInOurs();
  const { removes, keeps } = await planTeardown(app, { name: NAME });
  expect(removes.map(({ count, what }) => `${count} ${what}`)).toEqual([
    "1 held Job, which starts",
    "1 policy of ours",
    "1 score of ours",
    "2 kinds of carbon-aware.io",
    "1 namespace karbonetes-system",
    "1 stored kubeconfig",
  ]);
  expect(keeps[0]).toBe("The cluster itself, with all else that runs in it");

  await forget();
  await passUntilGone();
  expect((await kube.json<Job>(`${JOBS}/held`)).spec.suspend).toBe(false);
  await gone(CRD);
  await gone(SYSTEM);
  await gone(POLICIES_PATH);
  expect(await database.db.clusterSecret.count()).toBe(0);
});

test("what somebody else uses too stays, without our marks on it", async () => {
  await importIt();
  await passUntil("ready");
  await agree();
  await putInOurs();
  await kube.json(policies("default"), { method: "POST", body: policy("default", "theirs") });
  const { keeps } = await planTeardown(app, { name: NAME });
  expect(keeps.slice(0, 2)).toEqual([
    "The kind CarbonAwarePolicy (1\u00a0object of others is of it)",
    "The namespace karbonetes-system (whoever uses the kinds uses it)",
  ]);

  await forget();
  await passUntilGone();
  const { items } = await kube.list<KubeObject>(POLICIES_PATH);
  expect(items.map(({ metadata }) => metadata.name)).toEqual(["theirs"]);
  await gone(SCORES_PATH);
  const { metadata } = await kube.json<KubeObject>(SYSTEM);
  expect(metadata.annotations?.[PAUSED_ANNOTATION]).toBeUndefined();
});

test("a namespace with somebody's things in it, or of somebody else's making, stays", async () => {
  await kube.json("/api/v1/namespaces", {
    method: "POST",
    body: { metadata: { name: "karbonetes-system" } },
  });
  await importIt();
  await passUntil("ready");
  await agree();
  expect((await kube.json<KubeObject>(SYSTEM)).metadata.annotations).toMatchObject({
    [PAUSED_ANNOTATION]: "false",
  });
  await forget();
  await passUntilGone();
  expect((await kube.json<KubeObject>(SYSTEM)).metadata.annotations ?? {}).toEqual({});
});

test("a cluster that does not answer is stuck at once, and given up only when a person says so", async () => {
  await importIt();
  await passUntil("ready");
  await agree();
  await host.stopAll();
  expect((await planTeardown(app, { name: NAME })).keeps[0]).toMatch(
    /^What is ours in it could not be counted\. https:.* cannot be reached/,
  );
  await forget();
  await pass();
  const stuck = await getCluster(app, { name: NAME });
  expect(stuck.state).toBe("stuck");
  expect(stuck.headline).toBe("prod cannot be forgotten: Held Jobs, step 1 of 6, is stuck.");
  expect(stuck.sentence).toContain("cannot be reached");
  await pass();
  expect(await app.clusters.findByName(NAME)).toBeDefined();

  const { leaves } = await abandonStep(app, { name: NAME });
  expect(leaves).toEqual([
    "the held Jobs, suspended",
    "the agent with its webhook and its rights",
    "our policies and scores",
    "the accesses that people were given, until each ends by itself",
    "the kinds of carbon-aware.io and the namespace karbonetes-system",
  ]);
  await passUntilGone();
  const entries = await database.db.auditEntry.findMany({ where: { action: "cluster.deleted" } });
  expect(JSON.stringify(entries)).toContain("held-jobs");
});

test("one that was never reviewed is left as it was found", async () => {
  const before = await everything();
  await importIt();
  await passUntil("ready");
  await pass();
  expect((await planTeardown(app, { name: NAME })).removes).toEqual([
    { what: "stored kubeconfig", count: 1 },
  ]);
  await forget();
  await passUntilGone();
  expect(await everything()).toEqual(before);
});

test("one that never answered is forgotten without a question", async () => {
  kubeconfig = kubeconfig.replace(/https:\/\/127[^\s"]*/, "https://127.0.0.1:1");
  await importIt();
  await pass();
  await pass();
  await forget();
  await passUntilGone();
});

async function importIt(): Promise<void> {
  const [confirmedServer = ""] = /https:\/\/[^\s"]*/.exec(kubeconfig) ?? [];
  await importCluster(app, { name: NAME, zone: "DE", kubeconfig, confirmedServer });
}
/** To what is written without an agent: our marks. */
async function agree(): Promise<void> {
  const wish = { name: NAME, image: null, dryRun: false };
  const { digest } = await getReview(app, wish);
  await writeReviewed(app, { ...wish, digest });
}
const forget = () => deleteCluster(app, { name: NAME, confirm: NAME });

async function putInOurs(): Promise<void> {
  await installKinds(kube, signal);
  await kube.json(policies("karbonetes-system"), {
    method: "POST",
    body: policy("karbonetes-system", "default", OURS),
  });
  const spec = toScore({
    zone: "DE",
    kind: "average",
    provenance: "test",
    latest: undefined,
    recent: [],
    forecast: undefined,
  });
  const score = {
    apiVersion: "carbon-aware.io/v1alpha1",
    kind: "CarbonScore",
    metadata: { name: "de", labels: OURS },
    spec,
  };
  await kube.json(SCORES_PATH, { method: "POST", body: score });
  await kube.json(JOBS, { method: "POST", body: heldJob() });
}
const policies = (namespace: string) => POLICIES_PATH.replace(/[^/]+$/, `namespaces/${namespace}/$&`);
const policy = (namespace: string, name: string, labels = {}) => ({
  apiVersion: "carbon-aware.io/v1alpha1",
  kind: "CarbonAwarePolicy",
  metadata: { namespace, name, labels },
  spec: { maxDelay: "8h" },
});
const heldJob = () => ({
  metadata: {
    name: "held",
    labels: { [HELD_LABEL]: "true" },
    annotations: { [ANNOTATION.enabled]: "true", [ANNOTATION.state]: "held" },
  },
  spec: {
    suspend: true,
    template: { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "busybox" }] } },
  },
});

/** What a console that writes would touch, whole. */
const everything = () =>
  Promise.all(
    [
      "/api/v1/namespaces",
      "/api/v1/serviceaccounts",
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
    ].map(async (list) => (await kube.list(list)).items),
  );
const gone = (at: string) => expect(kube.json(at), at).rejects.toSatisfy(isNotFound);

async function pass(): Promise<void> {
  const row = await app.clusters.findByName(NAME);
  if (row) await loop.reconciler.reconcile(row.id, signal).catch(() => undefined);
}
const passUntil = (state: string) =>
  vi.waitFor(
    async () => {
      await pass();
      expect((await getCluster(app, { name: NAME })).state).toBe(state);
    },
    { timeout: 20_000, interval: 10 },
  );
const passUntilGone = () =>
  vi.waitFor(
    async () => {
      await pass();
      expect(await app.clusters.findByName(NAME)).toBeUndefined();
    },
    { timeout: 20_000, interval: 10 },
  );

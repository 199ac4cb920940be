import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { parse, stringify } from "yaml";
import type { ControlPlane } from "#server/adapters/control-plane/control-plane.ts";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import { startControlPlane } from "#server/adapters/control-plane/start-control-plane.ts";
import startPostgres from "#server/adapters/db/testing.setup.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, type App } from "#server/context.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { giveAccess } from "#server/services/access/give.ts";
import { deleteCluster } from "#server/services/cluster/delete.ts";
import { getCluster } from "#server/services/cluster/get.ts";
import { importCluster } from "#server/services/cluster/import.ts";
import { replaceClusterCredentials } from "#server/services/cluster/replace-credentials.ts";
import { savePolicy } from "#server/services/policy/save.ts";
import { getReview } from "#server/services/review/get.ts";
import { writeReviewed } from "#server/services/review/write.ts";
import { createClusterLoop } from "#server/workers/cluster/testing.ts";
import { policyRollout } from "#server/workers/policy-rollout/controller.ts";

const NAME = "theirs";
const WISH = { name: NAME, image: "registry.example.org/karbonetes/agent:1.2.3", dryRun: false };
const { signal } = new AbortController();
/** What the control plane itself writes all the time. */
const RESTLESS = [
  "events",
  "leases",
  "endpoints",
  "endpointslices",
  "replicasets",
  "pods",
  "componentstatuses",
];
/** What the control plane adds by itself to a namespace, a kind and a Service. */
const THEIR_OWN =
  /^((ConfigMap|ServiceAccount) karbonetes-system\/(kube|default)|APIService \S+\.carbon-aware\.io$|IPAddress )/;

let stopPostgres: () => Promise<void>;
let database: TestDatabase;
let dir: string;
let app: App & { stop(): Promise<void> };
let loop: ReturnType<typeof createClusterLoop>;
let plane: ControlPlane;
let kube: KubeClient;

/** A control plane of its own: what other files leave on the shared one is not what this one counts. */
beforeAll(async () => {
  stopPostgres = await startPostgres();
  database = await createTestDatabase();
  dir = await mkdtemp(path.join(os.tmpdir(), "review-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
  loop = createClusterLoop(app, { ensure: vi.fn(), stop: vi.fn() });
  const engines = await haveEngines({ env: process.env, say: () => undefined });
  plane = await startControlPlane({ dir: path.join(dir, "plane"), engines });
  kube = createKubeClient(plane.kubeconfig);
  await database.db.carbonZone.create({ data: { zone: "DE", name: "Germany" } });
});
afterAll(async () => {
  await kube.close();
  await plane.stop();
  await loop.stop();
  await app.stop();
  await database.drop();
  await stopPostgres();
  await rm(dir, { recursive: true, force: true });
});

test("locked: byte for byte as it was after the import and two looks; reviewed: exactly what was shown; left: as before", async () => {
  const before = await settled();
  await importIt();
  await savePolicy(app, {
    name: "green",
    clusterIds: [(await rowOf()).id],
    namespaces: [],
    spec: CarbonPolicySpec.parse({}),
  });
  await passUntil("ready");
  for (let look = 0; look < 2; look += 1) await pass();
  expect(await everything()).toEqual(before);
  expect((await getCluster(app, { name: NAME })).word).toBe("Ready, locked");

  const { objects, digest } = await getReview(app, WISH);
  expect(objects.filter(({ refusal }) => refusal !== null)).toEqual([]);
  expect(new Set(objects.map(({ change }) => change))).toEqual(new Set(["create"]));
  expect(await everything()).toEqual(before);

  const outcomes = await writeReviewed(app, { ...WISH, digest });
  expect(outcomes.filter(({ outcome }) => outcome === "refused")).toEqual([]);
  await vi.waitFor(
    async () => {
      await pass();
      expect((await app.policies.findByName("green"))?.rollouts[0]?.condition?.reason).toBe("Synced");
    },
    { timeout: 30_000 },
  );
  const ada = { kind: "user", id: "ada", name: "Ada", role: "admin" } as const;
  await database.db.user.create({ data: { id: "ada", name: "Ada", email: "a@example.org", role: "admin" } });
  const wish = { name: NAME, extent: "edit", forSeconds: 3_600, namespaces: ["default"] } as const;
  await giveAccess({ ...app, actor: ada }, { ...wish, namespaces: [...wish.namespaces] });
  const written = namesIn(await everything()).filter((name) => !namesIn(before).includes(name));
  const shown = objects.map(({ kind, name }) => `${kind} ${name}`);
  const beside = written.filter((name) => !shown.includes(name));
  expect(beside.filter((name) => !THEIR_OWN.test(name))).toEqual([
    expect.stringMatching(/^RoleBinding default\/access-ada-edit-/),
    expect.stringMatching(/^ServiceAccount karbonetes-system\/access-ada-edit-/),
  ]);
  expect(shown.filter((name) => !written.includes(name))).toEqual([]);

  await deleteCluster(app, { name: NAME, confirm: NAME });
  await goneAsItWas(before);
});

test("forgetting it with a token that lost its rights names the blocker, and goes on with another to what was there before", async () => {
  const before = await settled();
  await importIt();
  await passUntil("ready");
  const { digest } = await getReview(app, WISH);
  await writeReviewed(app, { ...WISH, digest });
  expect(namesIn(await everything())).toContain("Deployment karbonetes-system/karbonetes-agent");
  await app.kubeconfigs.save((await rowOf()).id, withToken(plane.kubeconfig, "ended"));
  await deleteCluster(app, { name: NAME, confirm: NAME });
  await passUntil("stuck");
  const { stuck, sentence } = await getCluster(app, { name: NAME });
  expect(stuck?.message).toBe(
    `${kube.server} refuses the credentials (401). Give a kubeconfig that is valid now.`,
  );
  expect(stuck?.step).toBe("held-jobs");
  expect(sentence).toContain("give other credentials");
  expect(namesIn(await everything())).toContain("Deployment karbonetes-system/karbonetes-agent");

  const { kubeconfig } = plane;
  const given = { name: NAME, kubeconfig, confirmedServer: kube.server };
  const ended = { ...given, kubeconfig: withToken(kubeconfig, "ended") };
  await expect(replaceClusterCredentials(app, ended)).rejects.toThrow(/do not work.*\(401\)/);
  await replaceClusterCredentials(app, given);
  await goneAsItWas(before);
});

/** The same way there, by a token that is not taken. */
function withToken(kubeconfig: string, token: string): string {
  const config = parse(kubeconfig) as { users: { name: string }[] };
  return stringify({ ...config, users: config.users.map(({ name }) => ({ name, user: { token } })) });
}

async function goneAsItWas(before: Map<string, string>): Promise<void> {
  await vi.waitFor(
    async () => {
      await pass();
      expect(await app.clusters.findByName(NAME)).toBeUndefined();
    },
    { timeout: 90_000, interval: 100 },
  );
  await vi.waitFor(async () => expect(namesIn(await everything())).toEqual(namesIn(before)), {
    timeout: 30_000,
    interval: 500,
  });
}

async function importIt(): Promise<void> {
  const { kubeconfig } = plane;
  await importCluster(app, { name: NAME, zone: "DE", kubeconfig, confirmedServer: kube.server });
}
async function rowOf() {
  const row = await app.clusters.findByName(NAME);
  if (!row) throw new Error("It is not there.");
  return row;
}
/** One pass of each loop that knows the cluster. */
async function pass(): Promise<void> {
  const row = await app.clusters.findByName(NAME);
  if (!row) return;
  await loop.reconciler.reconcile(row.id, signal).catch(() => undefined);
  await policyRollout(app).reconcile(row.id, signal);
}
const passUntil = (state: string) =>
  vi.waitFor(
    async () => {
      await pass();
      expect((await getCluster(app, { name: NAME })).state).toBe(state);
    },
    { timeout: 20_000, interval: 10 },
  );

/** Once its own controllers have made all that a new cluster has. */
async function settled(): Promise<Map<string, string>> {
  let last = await everything();
  for (let quiet = 0; quiet < 3;) {
    await sleep(1_000);
    const next = await everything();
    quiet =
      [...next].every(([name, text]) => last.get(name) === text) && next.size === last.size ? quiet + 1 : 0;
    last = next;
  }
  return last;
}

interface Resource {
  name: string;
  kind: string;
  verbs: string[];
}
/** Each object of each kind that can be listed, whole, by its kind and name. */
async function everything(): Promise<Map<string, string>> {
  const { groups } = await kube.json<{ groups: { preferredVersion: { groupVersion: string } }[] }>("/apis");
  const roots = [
    "/api/v1",
    ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`),
  ];
  const found = new Map<string, string>();
  for (const root of roots) {
    const { resources } = await kube.json<{ resources: Resource[] }>(root);
    for (const { name, kind, verbs } of resources) {
      if (!verbs.includes("list") || RESTLESS.includes(name)) continue;
      const { items } = await kube.list<KubeObject>(`${root}/${name}`);
      for (const item of items) {
        const { metadata } = item;
        const place = metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
        found.set(`${kind} ${place}`, JSON.stringify(item));
      }
    }
  }
  return found;
}
const namesIn = (objects: Map<string, string>): string[] =>
  [...objects.keys()].toSorted((a, b) => a.localeCompare(b));

import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { createLogger } from "#server/adapters/log.ts";
import { systemClock } from "#server/adapters/clock.ts";
import { createSandboxHost } from "#server/adapters/provider/sandbox/host.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, withActor, type App } from "#server/context.ts";
import type { Role } from "#server/domain/actor.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { abandonStep } from "./abandon.ts";
import { createCluster } from "./create.ts";
import { deleteCluster } from "./delete.ts";
import { downloadKubeconfig } from "./download-kubeconfig.ts";
import { getCluster } from "./get.ts";
import { importCluster, type ImportCluster } from "./import.ts";
import { listClusters } from "./list.ts";
import { planTeardown } from "./plan-teardown.ts";
import { releaseAll } from "./release-all.ts";
import { retryCluster } from "./retry.ts";
import { ScaleCluster, scaleCluster } from "./scale.ts";
import { setCarbonDryRun } from "./set-carbon-dry-run.ts";
import { setCarbonPaused } from "./set-carbon-paused.ts";
import { suggestCluster } from "./suggest.ts";

let database: TestDatabase;
let dataDir: string;
let app: App & { stop(): Promise<void> };

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(os.tmpdir(), "clusters-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dataDir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
  await database.db.carbonZone.create({ data: { zone: "DE", name: "Germany" } });
});
afterAll(async () => {
  await app.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  await database.db.cluster.deleteMany();
  await database.db.auditEntry.deleteMany();
});

const as = (role: Role): App => withActor(app, { kind: "user", id: "u1", name: "Ada", role });
const create = (name = "heron-1") => createCluster(as("operator"), { name, zone: "DE" });
const actions = async () =>
  (await database.db.auditEntry.findMany({ orderBy: { id: "asc" } })).map((entry) => entry.action);
const kubeconfig = (server = "https://10.0.0.1:6443", user: object = { token: "t0ken" }) =>
  JSON.stringify({
    contexts: [{ name: "prod", context: { cluster: "prod", user: "ops" } }],
    clusters: [{ name: "prod", cluster: { server } }],
    users: [{ name: "ops", user }],
  });

test("one click: what is suggested can be created, and its page opens at once", async () => {
  const { name, zone, size } = await suggestCluster(as("operator"));
  await createCluster(as("operator"), { name, zone, size });
  expect(await getCluster(as("viewer"), { name })).toMatchObject({
    state: "not-started",
    zoneName: "Germany",
    createdBy: "Ada",
    spec: {
      pools: [
        { name: "green", maxNodes: 8 },
        { name: "fallback", maxNodes: 2 },
      ],
    },
  });
  expect(await actions()).toEqual(["cluster.create"]);
  expect((await suggestCluster(as("operator"))).name).not.toBe(name);
});

test("a wish nudges the loop and tells the pages", async () => {
  const stop = new AbortController();
  const topics = app.live.subscribe(stop.signal)[Symbol.asyncIterator]();
  const first = topics.next();
  await vi.waitFor(async () => {
    const [row] = await database.db.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from pg_stat_activity
      where application_name = 'karbon-live' and query like 'listen%' and datname = current_database()`;
    expect(row?.count).toBe(1);
  });
  await create();
  expect((await first).value).toBe("clusters");
  stop.abort();
  const { id } = await getCluster(app, { name: "heron-1" });
  const jobs = await database.db.$queryRaw<{ key: string }[]>`select key from graphile_worker.jobs`;
  expect(jobs.map(({ key }) => key)).toContain(`cluster:${id}`);
});

const deeds: [string, (asked: App) => Promise<unknown>][] = [
  ["create a cluster", (asked) => createCluster(asked, { name: "other", zone: "DE" })],
  [
    "import a cluster",
    (asked) => importCluster(asked, { name: "other", zone: "DE", kubeconfig: "", confirmedServer: "x" }),
  ],
  [
    "scale a cluster",
    (asked) => scaleCluster(asked, { name: "heron-1", pools: [{ name: "green", maxNodes: 1 }] }),
  ],
  ["download a kubeconfig", (asked) => downloadKubeconfig(asked, { name: "heron-1" })],
  ["delete a cluster", (asked) => deleteCluster(asked, { name: "heron-1", confirm: "heron-1" })],
  ["retry a step of a cluster", (asked) => retryCluster(asked, { name: "heron-1" })],
  ["abandon a step of a cluster's teardown", (asked) => abandonStep(asked, { name: "heron-1" })],
  ["pause carbon-awareness", (asked) => setCarbonPaused(asked, { name: "heron-1", paused: true })],
  ["set a cluster to a dry run", (asked) => setCarbonDryRun(asked, { name: "heron-1", dryRun: true })],
  ["release the held Jobs of a cluster", (asked) => releaseAll(asked, { name: "heron-1" })],
];
test.each(deeds)("a viewer may not %s", async (deed, act) => {
  await create();
  await expect(act(as("viewer"))).rejects.toThrow(
    `You may not ${deed}: that takes the role operator, yours is viewer.`,
  );
  expect(await actions()).toEqual(["cluster.create"]);
});

test.each<[string, () => Promise<unknown>, RegExp | string]>([
  ["a name that is taken", () => create(), "There is a cluster named heron-1 already. Choose another name."],
  [
    "an unknown zone",
    () => createCluster(as("operator"), { name: "b", zone: "XX" }),
    "No carbon source speaks for the zone XX. Known zones: DE.",
  ],
  [
    "two pools of one name",
    () => createCluster(as("operator"), { name: "b", zone: "DE", pools: [pool("a"), pool("a")] }),
    "Two pools have the same name; give each its own.",
  ],
  [
    "a pool that keeps more than it may have",
    () => createCluster(as("operator"), { name: "b", zone: "DE", pools: [{ ...pool("a"), minNodes: 3 }] }),
    "The pool a keeps 3 nodes but may have only 2.",
  ],
  [
    "a cluster that is not there",
    () => getCluster(app, { name: "nobody" }),
    "There is no cluster named nobody.",
  ],
  [
    "a pool that is not there",
    () => scaleCluster(as("operator"), { name: "heron-1", pools: [{ name: "blue", maxNodes: 1 }] }),
    "There is no pool named blue. Its pools are green, fallback.",
  ],
  [
    "a wrong confirmation",
    () => deleteCluster(as("operator"), { name: "heron-1", confirm: "Heron-1" }),
    'Type heron-1 to confirm; "Heron-1" is not its name.',
  ],
  [
    "giving up what is not stuck",
    () => abandonStep(as("operator"), { name: "heron-1" }),
    "No step of heron-1 is stuck, so there is nothing to abandon.",
  ],
  [
    "a kubeconfig that is not there yet",
    () => downloadKubeconfig(as("operator"), { name: "heron-1" }),
    "heron-1 has no kubeconfig yet: its API server has not started.",
  ],
  [
    "releasing before there is anything",
    () => releaseAll(as("operator"), { name: "heron-1" }),
    "The Jobs of heron-1 could not be released. heron-1 has no kubeconfig.",
  ],
  ["a broken kubeconfig", () => importOne("a: [1"), /^The kubeconfig is not YAML/],
  ["an exec user", () => importOne(kubeconfig(undefined, { exec: { command: "sh" } })), /running a program/],
  [
    "another address than the one confirmed",
    () => importOne(kubeconfig("https://10.0.0.2")),
    "The kubeconfig leads to https://10.0.0.2, which is not the confirmed https://10.0.0.1:6443. Look at it again.",
  ],
])("%s is refused with a sentence, and nothing is done", async (_, act, sentence) => {
  await create();
  await expect(act()).rejects.toThrow(sentence);
  await expect(act()).rejects.toThrow(expect.objectContaining({ name: "DomainError" }));
  expect(await actions()).toEqual(["cluster.create"]);
});

test.each([
  [
    "a fraction of a node",
    { name: "a", pools: [{ name: "green", maxNodes: 1.5 }] },
    "Give a whole number of nodes.",
  ],
  [
    "less than no node",
    { name: "a", pools: [{ name: "green", maxNodes: -1 }] },
    "A pool has 0 to 200 nodes.",
  ],
  [
    "more than anyone has",
    { name: "a", pools: [{ name: "green", maxNodes: 1e9 }] },
    "A pool has 0 to 200 nodes.",
  ],
  ["no pool", { name: "a", pools: [] }, "Give at least one pool."],
])("scaling to %s is refused where it is read", (_, input, sentence) => {
  expect(ScaleCluster.safeParse(input).error?.issues.map((issue) => issue.message)).toContain(sentence);
});

test("an import keeps the credentials sealed, and no view holds them", async () => {
  await importOne(kubeconfig());
  const secret = await database.db.clusterSecret.findFirstOrThrow();
  expect(Buffer.from(secret.ciphertext).toString("latin1")).not.toContain("t0ken");
  const views = [
    await listClusters(app),
    await getCluster(app, { name: "prod" }),
    await planTeardown(app, { name: "prod" }),
  ];
  expect(JSON.stringify(views)).not.toContain("t0ken");
  expect(JSON.stringify(await database.db.auditEntry.findMany())).not.toContain("t0ken");

  await expect(downloadKubeconfig(as("operator"), { name: "prod" })).rejects.toThrow(
    "What is stored of prod is for this console alone. Get a kubeconfig of your own, which ends by itself, on its page.",
  );
  expect(await actions()).toEqual(["cluster.import"]);
  await expect(
    scaleCluster(as("operator"), { name: "prod", pools: [{ name: "green", maxNodes: 1 }] }),
  ).rejects.toThrow("prod is imported: its nodes are scaled where it was made.");
});

test("a console on a fast clock takes no real cluster", async () => {
  const fast = { ...as("operator"), clock: { rate: 600, now: () => new Date() } };
  await expect(importCluster(fast, importInput(kubeconfig()))).rejects.toThrow(
    "This console's clock runs 600 times as fast, so it takes simulated clusters only.",
  );
});

test("asking twice to delete changes nothing; what is being deleted takes no other wish", async () => {
  await create();
  await deleteCluster(as("operator"), { name: "heron-1", confirm: "heron-1" });
  await deleteCluster(as("operator"), { name: "heron-1", confirm: "heron-1" });
  expect(await actions()).toEqual(["cluster.create", "cluster.delete"]);
  await expect(setCarbonPaused(as("operator"), { name: "heron-1", paused: true })).rejects.toThrow(
    "heron-1 is being deleted; nothing else can be changed in it.",
  );
  await expect(create()).rejects.toThrow(/^A cluster named heron-1 is still being deleted\./);
});

test("releasing all lets every held Job go, and nothing else; the plan of a teardown counts them", async () => {
  await create();
  const { id } = await getCluster(app, { name: "heron-1" });
  const locks = {
    acquire: () => Promise.resolve(true),
    release: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const host = createSandboxHost({ dataDir, locks, clock: systemClock, log: createLogger("test", "silent") });
  const sandbox = await host.ensure({ id, name: "heron-1" });
  if (sandbox === "elsewhere") throw new Error("unreachable");
  await app.kubeconfigs.save(id, sandbox.kubeconfig());
  for (const name of ["a", "b", "c"]) await sandbox.api.create(job(name, true));
  await sandbox.api.create(job("theirs", false));

  expect((await planTeardown(app, { name: "heron-1" })).removes).toContainEqual({ what: "Jobs", count: 4 });
  expect(await releaseAll(as("operator"), { name: "heron-1" })).toEqual({ released: 3 });
  expect(
    sandbox.api
      .list<Job>("jobs")
      .filter(({ spec }) => spec.suspend)
      .map(({ metadata }) => metadata.name),
  ).toEqual(["theirs"]);
  expect(sandbox.api.get<Job>("jobs", "default", "a")?.metadata.annotations).toMatchObject({
    "carbon-aware.io/state": "released",
    "carbon-aware.io/reason": "RunNowRequested",
  });
  expect(await releaseAll(as("operator"), { name: "heron-1" })).toEqual({ released: 0 });
  await host.stopAll();
  expect((await planTeardown(app, { name: "heron-1" })).keeps[0]).toBe(
    "What is inside could not be counted: the cluster does not answer.",
  );
});

const pool = (name: string) => ({
  name,
  role: "green" as const,
  maxNodes: 2,
  minNodes: 0,
  cpu: 16,
  memoryGiB: 64,
});
const importInput = (text: string): ImportCluster => ({
  name: "prod",
  zone: "DE",
  kubeconfig: text,
  confirmedServer: "https://10.0.0.1:6443",
});
const importOne = (text: string) => importCluster(as("operator"), importInput(text));

const job = (name: string, held: boolean): Job => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: {
    name,
    namespace: "default",
    ...(held && {
      labels: { "carbon-aware.io/managed": "true" },
      annotations: { "carbon-aware.io/enabled": "true", "carbon-aware.io/state": "held" },
    }),
  },
  spec: {
    suspend: true,
    template: { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "busybox" }] } },
  },
});

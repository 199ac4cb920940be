import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, withActor, type App } from "#server/context.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { DomainError } from "#server/domain/errors.ts";
import { downloadKubeconfig } from "./download-kubeconfig.ts";
import { getCluster } from "./get.ts";
import { planTeardown } from "./plan-teardown.ts";
import { scaleCluster } from "./scale.ts";
import { upgradeCluster } from "./upgrade.ts";

let database: TestDatabase;
let dataDir: string;
let app: App & { stop(): Promise<void> };
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(os.tmpdir(), "cluster-api-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dataDir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
});
afterAll(async () => {
  await app.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});
const ada = (): App => withActor(app, { kind: "user", id: "u1", name: "Ada", role: "operator" });
const name = "heron";

beforeEach(async () => {
  await database.db.cluster.deleteMany();
  await database.db.cluster.create({
    data: {
      name,
      provider: "cluster-api",
      zone: "DE",
      createdBy: "Ada",
      observedGeneration: 1,
      spec: ClusterSpec.parse({
        kubernetesVersion: "v1.35.4",
        pools: [
          { name: "fixed", role: "fallback", minNodes: 2, maxNodes: 2, machineClass: "worker" },
          { name: "bounded", role: "green", minNodes: 1, maxNodes: 4, machineClass: "worker" },
        ],
        clusterApi: {
          managementId: "2f1c8a3e-6a55-4d0f-9f6b-0d9d3b1f7a11",
          namespace: "fleet",
          classRef: { name: "quick", namespace: "fleet" },
        },
      }),
    },
  });
});

test("a pool of a fixed size gets another size; one with bounds another bound", async () => {
  const pools = [
    { name: "fixed", maxNodes: 5 },
    { name: "bounded", maxNodes: 9 },
  ];
  await scaleCluster(ada(), { name, pools });
  expect((await getCluster(ada(), { name })).spec.pools).toMatchObject([
    { name: "fixed", minNodes: 5, maxNodes: 5 },
    { name: "bounded", minNodes: 1, maxNodes: 9 },
  ]);
});

test("the administrator's kubeconfig, which Cluster API keeps for itself, is given to nobody", async () => {
  const { id } = await database.db.cluster.findFirstOrThrow();
  await app.kubeconfigs.save(id, "kind: Config");
  await expect(downloadKubeconfig(ada(), { name })).rejects.toThrow(DomainError);
  await expect(downloadKubeconfig(ada(), { name })).rejects.toThrow(/for this console alone/);
});

test("what dies with it and could not be read is told, and is not nothing", async () => {
  const { removes, keeps, warnings } = await planTeardown(ada(), { name });
  expect(removes).toEqual([
    { what: "pools", count: 2 },
    { what: "network, with the load balancer of its API", count: 1 },
    { what: "stored kubeconfig", count: 1 },
  ]);
  expect(keeps).toContain("The management cluster, with its classes and every other cluster");
  expect(warnings).toEqual([
    expect.stringMatching(
      /^Its machines could not be read\. The management cluster .* not connected any more/,
    ),
    expect.stringMatching(
      /^Its load balancers, volumes and Jobs could not be read\. It has never been reached/,
    ),
  ]);
});

test("without its management cluster no version can be chosen, and it says why", async () => {
  await expect(upgradeCluster(ada(), { name, version: "v1.36.4" })).rejects.toThrow(
    "There is no such management cluster. It may have been disconnected meanwhile.",
  );
});

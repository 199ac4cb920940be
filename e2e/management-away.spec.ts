import { readFileSync } from "node:fs";
import path from "node:path";
import { createDb, type Db } from "#server/adapters/db/client.ts";
import { managementAway } from "#server/domain/cluster/cluster-api/management-away.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { expect, test } from "./fixtures.ts";
import { look, shoot } from "./support/look.ts";
import { classWith, type FakeManagement, startFakeManagement } from "./support/management.ts";

const MANAGEMENT = "home-away";
let management: FakeManagement;
let db: Db;
let managementId: string;
test.beforeAll(async ({ api, product }) => {
  const { databaseUrl } = JSON.parse(readFileSync(path.join(product.dataDir, "processes.json"), "utf8")) as {
    databaseUrl: string;
  };
  db = createDb(databaseUrl, 2);
  management = await startFakeManagement([classWith("quick", [])]);
  const { kubeconfig, server } = management;
  const connection = { name: MANAGEMENT, kubeconfig, context: "home", confirmedServer: server };
  managementId = (await api.management.connect.mutate(connection)).id;
  await put("heron-away");
});
test.afterAll(async () => {
  await db.cluster.deleteMany({ where: { name: "heron-away" } });
  await db.managementCluster.deleteMany({ where: { name: MANAGEMENT } });
  await db.$disconnect();
  await management.stop();
});

test("a Ready cluster whose management cluster refuses us says so, and offers other credentials", async ({
  page,
}) => {
  await page.goto("/clusters/heron-away");
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText("heron-away is Ready, but its management cluster does not let us in.");
  const note = page.getByRole("region", { name: "Its management cluster" });
  await expect(note).toContainText("refuses the credentials (401)");
  await expect(note).toContainText("The cluster goes on without it");
  await look(page, "management-away");
  await shoot(page, "management-away-whole", { fullPage: true });
  await note.getByRole("button", { name: `Replace the credentials of ${MANAGEMENT}` }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("the fleet page tells it apart from a cluster that is down", async ({ page }) => {
  await page.goto("/clusters");
  await expect(page.getByTestId("cluster-heron-away")).toContainText("Ready, management away");
  await expect(page.getByText(/does not answer us; it goes on without it\./)).toBeVisible();
  await shoot(page, "management-away-fleet");
});

/** A row alone, as the loop left it: no loop is told of it. */
async function put(name: string): Promise<void> {
  const kept = { observedGeneration: 1, lastTransitionTime: new Date(Date.now() - 600_000) };
  const why = "https://10.0.0.7:6443 refuses the credentials (401). Give a kubeconfig that is valid now.";
  const { reason, message } = managementAway(MANAGEMENT, { reason: "CredentialsRefused", message: why });
  const conditions = [
    { type: "Provisioned", status: "True", reason: "StepsDone", message: "Every step of creation is done." },
    { type: "Ready", status: "True", reason: "Ready", message: "It does what was asked of it." },
    { type: "Reachable", status: "True", reason: "Answers", message: "Its API answers." },
    { type: "ManagementReachable", status: "False", reason, message },
  ].map((each) => ({ ...each, ...kept }));
  const { id } = await db.cluster.create({
    data: {
      name,
      provider: "cluster-api",
      zone: "US-CAL-CISO",
      createdBy: "Ada",
      observedGeneration: 1,
      spec: ClusterSpec.parse({
        pools: [{ name: "md-0", role: "fallback", minNodes: 1, maxNodes: 1, machineClass: "default-worker" }],
        clusterApi: { managementId, namespace: "fleet", classRef: { name: "quick", namespace: "fleet" } },
      }),
      conditions: JSON.parse(JSON.stringify(conditions)) as object[],
    },
  });
  const event = { clusterId: id, at: new Date(), operation: "create", step: "ready", attempt: 1 };
  await db.clusterStep.createMany({
    data: ["started", "succeeded"].map((each) => ({ ...event, message: "Done.", event: each })),
  });
}

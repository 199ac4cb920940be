import { readFileSync } from "node:fs";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { createDb, type Db } from "#server/adapters/db/client.ts";
import { readBootstrap } from "#server/domain/cluster/cluster-api/bootstrap/bootstrap.ts";
import type { BootstrapFacts } from "#server/domain/cluster/cluster-api/bootstrap/facts.ts";
import { readPolicies } from "#server/domain/cluster/cluster-api/bootstrap/policies.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { expect, test } from "./fixtures.ts";
import { classWith, type FakeManagement, startFakeManagement } from "./support/management.ts";
import { shoot } from "./support/look.ts";

const BARE: BootstrapFacts = {
  apiGroups: ["apps", "batch", "admissionregistration.k8s.io", "apiextensions.k8s.io"],
  nodes: [{ name: "heron-md-0-x7", ready: false, networkTrouble: "cni plugin not initialized" }],
  networkPlugins: [],
  dns: { service: null, readyEndpoints: 0, deployments: [], expectedAddress: "10.96.0.10" },
  storageClasses: [],
  agent: { owner: "console", image: "karbonetes/agent:0.1.0", dryRun: false, replicas: 2, readyReplicas: 0 },
  agentTrouble: "karbonetes-agent-7d-x2: ImagePullBackOff, no such image",
};

let management: FakeManagement;
let db: Db;
test.beforeAll(async ({ api, product }) => {
  const { databaseUrl } = JSON.parse(readFileSync(path.join(product.dataDir, "processes.json"), "utf8")) as {
    databaseUrl: string;
  };
  db = createDb(databaseUrl, 2);
  management = await startFakeManagement([classWith("quick", [])]);
  const { kubeconfig, server } = management;
  await db.managementCluster.deleteMany(); // the form asks which, where there are several
  await api.management.connect.mutate({ name: "bare", kubeconfig, context: "home", confirmedServer: server });
});
test.afterAll(async () => {
  await db.cluster.deleteMany({ where: { provider: "cluster-api" } });
  await db.managementCluster.deleteMany({ where: { name: "bare" } });
  await db.$disconnect();
  await management.stop();
});

test("the agent is in the form, with what it writes; taken out, it asks for no image", async ({ page }) => {
  await page.goto("/clusters/new");
  await page.getByLabel("Name", { exact: true }).fill("heron-bare");
  const wanted = page.getByRole("checkbox", { name: /^Install the agent/ });
  await expect(wanted).toBeChecked();
  await page.getByLabel("Agent image").fill("karbonetes/agent");
  await page.getByRole("button", { name: "Show what would be written" }).click();
  await expect(page.getByText(/Give the image with its tag/)).toBeVisible();
  await page.getByLabel("Agent image").fill("registry.example.org/karbonetes/agent:1.2.3");
  await shoot(page, "bootstrap-form", { fullPage: true });
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole("button", { name: "Show what would be written" }).click();
  const dialog = page.getByRole("dialog");
  const objects = dialog.getByRole("region", { name: "Written into the new cluster" });
  await expect(objects).toContainText("MutatingWebhookConfiguration");
  await expect(dialog.getByRole("region", { name: "The Cluster object as YAML" })).toContainText(
    "heron-bare",
  );
  await shoot(page, "bootstrap-preview", { fullPage: true });
  await dialog.getByRole("button", { name: "Back to the form" }).click();

  await wanted.click();
  await expect(page.getByLabel("Agent image")).toHaveCount(0);
  await page.getByRole("button", { name: "Show what would be written" }).click();
  await expect(dialog.getByRole("region", { name: "The Cluster object as YAML" })).toBeVisible();
  await expect(objects).toHaveCount(0);
});

test("what a new cluster lacks is named on its page, with the command that brings it", async ({ page }) => {
  await put("heron-bare", BARE);
  await page.goto("/clusters/heron-bare");
  await expect(page.getByText(/It lacks a network and DNS and a default StorageClass/)).toBeVisible();
  const section = page.getByRole("region", { name: "Conditions" });
  const item = (type: string) => section.getByRole("listitem").filter({ hasText: type });
  await expect(item("NetworkReady")).toContainText("No network plugin (CNI) is installed");
  await expect(item("NetworkReady").getByRole("region")).toHaveText("cilium install");
  await expect(item("DnsReady").getByRole("button", { name: "Copy the command" })).toBeVisible();
  await expect(item("AgentInstalled")).toContainText("ImagePullBackOff, no such image.");
  await expect(item("PoliciesApplied").getByRole("button")).toHaveCount(0);
  await shoot(page, "bootstrap-lacks", { fullPage: true });
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test("machines in memory are offered no agent, and the page says why", async ({ page }) => {
  await put("heron-memory", { ...BARE, apiGroups: ["apps"] });
  await page.goto("/clusters/heron-memory");
  await expect(page.getByRole("region", { name: "Agent" })).toContainText("no Jobs can run there.");
  await expect(page.getByRole("button", { name: "Install the agent" })).toHaveCount(0);
  await shoot(page, "bootstrap-memory", { fullPage: true });
});

/** A row alone, as the loop left it: no loop is told of it. */
async function put(name: string, facts: BootstrapFacts): Promise<void> {
  const at = new Date();
  const kept = { observedGeneration: 1, lastTransitionTime: at };
  const told = [...readBootstrap(facts), readPolicies([])].map(
    ({ type, status, reason, message, command }) => ({ type, status, reason, message, command, ...kept }),
  );
  const done = ["Provisioned", "Ready"].map((type) => ({
    type,
    status: "True",
    reason: type === "Ready" ? "Ready" : "StepsDone",
    message: type === "Ready" ? "It does what was asked of it." : "Every step of creation is done.",
    ...kept,
  }));
  const { id } = await db.cluster.create({
    data: {
      name,
      provider: "cluster-api",
      zone: "US-CAL-CISO",
      createdBy: "Ada",
      observedGeneration: 1,
      spec: ClusterSpec.parse({
        pools: [{ name: "md-0", role: "fallback", minNodes: 1, maxNodes: 1, machineClass: "default-worker" }],
        clusterApi: {
          managementId: "m1",
          namespace: "fleet",
          classRef: { name: "quick", namespace: "fleet" },
        },
      }),
      conditions: JSON.parse(JSON.stringify([...done, ...told])) as object[],
    },
  });
  const event = { clusterId: id, at, operation: "create", step: "ready", attempt: 1, message: "Done." };
  await db.clusterStep.createMany({
    data: ["started", "succeeded"].map((each) => ({ ...event, event: each })),
  });
}

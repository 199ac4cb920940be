import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { DEFAULT_AGENT_IMAGE } from "#server/domain/agent/image.ts";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import type { Node, Pod } from "#server/domain/kubernetes.ts";
import { type Api, signedIn } from "../support/api.ts";
import type { Product } from "../support/product.ts";
import { signUp } from "../support/thread.ts";
import { type Bridge, startBridge } from "./cluster-api/bridge/bridge.ts";
import { bridgeClass } from "./cluster-api/bridge/class.ts";
import { everythingIn } from "./cluster-api/bridge/everything.ts";
import {
  connectInTheBrowser,
  fillInTheBrowser,
  writePolicyInTheBrowser,
} from "./cluster-api/bridge/in-the-browser.ts";
import { applyAll, type Management } from "./cluster-api/management.ts";
import { startWithProduct } from "./cluster-api/with-product.ts";
import { saveGrid, windowIsKnown, ZONE } from "./grid.ts";
import { AWARE, handsOn, type Hands } from "./imported/five.ts";
import { toCluster } from "./imported/in-the-browser.ts";
import { type InstalledAgent, runInstalledAgent } from "./imported/installed-agent.ts";
import { listening, portsOf } from "./local/ports.ts";
import { processesOn } from "./local/processes.ts";
import { look } from "../support/look.ts";

const NAME = "heron-whole";
const NAMESPACE = "fleet";
const KEY = `${NAMESPACE}/${NAME}`;
const POLICY = "by-minute";
const DEPLOYMENT = "/apis/apps/v1/namespaces/karbonetes-system/deployments/karbonetes-agent";

let product: Product;
let management: Management;
let bridge: Bridge;
let root: string;
let agent: InstalledAgent | undefined;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  ({ product, management } = await startWithProduct(["capi"]));
  const { kube, engines, dir } = management;
  root = path.join(dir, "bridge");
  bridge = await startBridge({ kube, dir: root, engines });
  await applyAll(kube, [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
    ...bridgeClass(NAMESPACE),
  ]);
});
test.afterAll(async () => {
  await agent?.stop();
  await product.stop();
  await bridge.stop();
  await management.stop();
  expect(processesOn(management.dir)).toEqual([]);
});

/**
 * Cluster API's own core, and behind its Cluster a real control plane with a node of kwok for each machine. The Pods of the agent do
 * not really run, so `karbon agent` runs in their place, as its Deployment and ServiceAccount say.
 */
test("one click, a cluster of Cluster API, its agent and policy, a Job run in the window on a green node, and nothing left", async ({
  page,
}) => {
  test.setTimeout(900_000);
  await signUp(page, product);
  const api = await signedIn(product.origin);
  await saveGrid(api, Date.now() + 3 * HOUR_MS);
  await connectInTheBrowser(page, product.origin, management);
  const before = await everythingIn(management.kube);

  await test.step("one click", async () => {
    const create = await fillInTheBrowser(page, product.origin, NAME, ZONE);
    await create.click();
    await page.waitForURL(new RegExp(`/clusters/${NAME}$`));
  });
  await test.step("a policy for it, written while it comes", () => writesPolicy(page));
  await test.step("its steps are Cluster API's conditions, live, and its agent is among them", async () => {
    [agent] = await Promise.all([runAgentOnceInstalled(), becomesReady(page, api)]);
  });
  await test.step("a kubeconfig that leads to a real API", kubeconfigIsThere);
  const { kube } = bridge.backing(KEY);
  await test.step("the agent and the policy are there", () => isServed(page));
  await test.step("a Job is held, released in the window, and runs on a green node", () =>
    runsInTheWindow(page, api, kube));
  await test.step("deleting it leaves nothing", () => leavesNothing(page, api, before));
});

/** In a tab of its own: the first one goes on showing the creation. A new policy holds on every cluster there is. */
async function writesPolicy(page: Page): Promise<void> {
  const tab = await page.context().newPage();
  await writePolicyInTheBrowser(tab, product.origin, POLICY);
  await tab.close();
}

async function becomesReady(page: Page, api: Api): Promise<void> {
  const creation = page.getByRole("region", { name: "Creation" });
  await expect(creation.getByText("Infrastructure").first()).toBeVisible();
  const log = page.getByTestId("step-log");
  const older = page.getByRole("button", { name: /^Show all \d+ entries$/ }); // where much has come meanwhile
  await expect(async () => {
    if (await older.isVisible()) await older.click({ timeout: 2_000 });
    await expect(log.getByText(/Control plane not yet initialized/).first()).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await look(page, "3-creating");
  await stateIs(api, "ready");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/is ready/i);
  expect(await api.cluster.get.query({ name: NAME })).toMatchObject({
    kubernetesVersion: "v1.36.4",
    nodesReady: 3,
    nodesWanted: 3,
    simulated: false,
  });
  await look(page, "4-ready");
}

const stateIs = (api: Api, state: string) =>
  expect
    .poll(async () => (await api.cluster.get.query({ name: NAME })).state, { timeout: 300_000 })
    .toBe(state);

async function kubeconfigIsThere(): Promise<void> {
  type Secret = { type: string; metadata: { labels: object }; data: { value: string } };
  const secret = await management.kube.json<Secret>(
    `/api/v1/namespaces/${NAMESPACE}/secrets/${NAME}-kubeconfig`,
  );
  expect(secret).toMatchObject({
    type: "cluster.x-k8s.io/secret",
    metadata: { labels: { "cluster.x-k8s.io/cluster-name": NAME } },
  });
  const { server } = bridge.backing(KEY);
  expect(Buffer.from(secret.data.value, "base64").toString()).toContain(server);
}

/** As the kubelets of its machines would, as soon as the creation has put the Deployment there. */
async function runAgentOnceInstalled(): Promise<InstalledAgent> {
  await expect(async () => {
    await bridge.backing(KEY).kube.json(DEPLOYMENT);
  }).toPass({ timeout: 300_000, intervals: [500] });
  return runInstalledAgent(bridge.backing(KEY));
}

async function isServed(page: Page): Promise<void> {
  await toCluster(page, NAME);
  const section = page.getByRole("region", { name: "Agent", exact: true });
  await expect(section.getByText(`2 of 2 replicas ready, from ${DEFAULT_AGENT_IMAGE}.`)).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText("1 policy that names it holds there.").first()).toBeVisible();
  await look(page, "5-agent");
  await page.goto(new URL(`/policies/${POLICY}`, page.url()).href);
  await expect(page.getByText("Synced").first()).toBeVisible({ timeout: 60_000 });
}

async function runsInTheWindow(page: Page, api: Api, kube: KubeClient): Promise<void> {
  const hands = handsOn(kube);
  const opensAt = (Math.floor((Date.now() + 10_000) / MINUTE_MS) + 3) * MINUTE_MS;
  await saveGrid(api, opensAt);
  await windowIsKnown(kube, opensAt);
  const held = await hands.submit("waits", { ...AWARE, [ANNOTATION.maxDelay]: "1h" }, "2");
  expect(held.spec.suspend).toBe(true);
  expect(held.metadata.annotations).toMatchObject({
    [ANNOTATION.state]: "held",
    [ANNOTATION.reason]: "BetterWindowAhead",
  });
  await page.getByRole("link", { name: "Workloads" }).first().click();
  const row = page.getByTestId(`job-${NAME}/default/waits`);
  await expect(row).toHaveAttribute("data-group", "waiting");
  await expect(row).toContainText(/Waiting until/);
  await look(page, "6-held");
  const done = await hands.finished("waits", 5 * MINUTE_MS);
  expect(Date.parse(done.status?.startTime ?? "")).toBeGreaterThanOrEqual(opensAt - MINUTE_MS);
  expect(await nodeOf(kube, hands, "waits")).toMatchObject({
    "carbon-aware.io/pool": "green",
    "topology.kubernetes.io/region": "eu-north",
  });
  await expect(row).toHaveAttribute("data-group", "finished", { timeout: 30_000 });
  await look(page, "7-finished");
}

/** Labels of the node that its pod was bound to. */
async function nodeOf(kube: KubeClient, hands: Hands, job: string): Promise<Record<string, string>> {
  const { metadata } = await hands.read(job);
  const query = { labelSelector: `job-name=${metadata.name}` };
  const { items } = await kube.list<Pod>("/api/v1/namespaces/default/pods", { query });
  const node = await kube.json<Node>(`/api/v1/nodes/${items[0]?.spec.nodeName}`);
  return node.metadata.labels ?? {};
}

async function leavesNothing(page: Page, api: Api, before: readonly string[]): Promise<void> {
  const ports = portsOf(root);
  expect(await listening(ports)).not.toEqual([]);
  expect(processesOn(root)).not.toEqual([]);
  await agent?.stop(); // as the kubelets of its machines would
  await toCluster(page, NAME);
  await page.getByRole("button", { name: "Delete cluster" }).click();
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  await expect(dialog.getByText(/machines? of the pool md-1/)).toBeVisible();
  await dialog.getByRole("textbox").fill(NAME);
  await look(page, "8-delete");
  await dialog.getByRole("button", { name: "Delete cluster" }).click();
  const over = page.getByRole("heading", { name: "No cluster yet." }); // it may be gone before its steps are drawn
  await expect(page.getByRole("region", { name: "Teardown" }).or(over)).toBeVisible({ timeout: 30_000 });
  await expect
    .poll(async () => (await api.cluster.list.query()).map(({ name }) => name), { timeout: 120_000 })
    .not.toContain(NAME);
  await look(page, "9-gone");
  await expect.poll(() => everythingIn(management.kube), { timeout: 30_000 }).toEqual(before);
  expect(processesOn(root)).toEqual([]);
  expect(await listening(ports)).toEqual([]);
  expect(existsSync(root) ? readdirSync(path.join(root, "clusters")) : []).toEqual([]);
  expect(bridge.failures).toEqual([]);
}

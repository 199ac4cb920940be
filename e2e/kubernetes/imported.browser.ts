import { expect, type Page, test } from "@playwright/test";
import {
  ApiError,
  createKubeClient,
  isNotFound,
  type KubeClient,
} from "#server/adapters/kubernetes/client.ts";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { type Api, signedIn } from "../support/api.ts";
import { type Product, startProduct } from "../support/product.ts";
import { signUp } from "../support/thread.ts";
import { saveGrid, windowIsKnown, ZONE } from "./grid.ts";
import { AWARE, handsOn, SMALL, type Hands } from "./imported/five.ts";
import {
  accessInTheBrowser,
  forgetInTheBrowser,
  imageOf,
  importInTheBrowser,
  installInTheBrowser,
  NAME,
  removeInTheBrowser,
  reviewInTheBrowser,
  savePoolPolicy,
  toCluster,
} from "./imported/in-the-browser.ts";
import { type InstalledAgent, runInstalledAgent } from "./imported/installed-agent.ts";
import { standing, startTheirCluster, type TheirCluster } from "./imported/their-cluster.ts";

const DEPLOYMENT = "/apis/apps/v1/namespaces/karbonetes-system/deployments/karbonetes-agent";
const WEBHOOK = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/karbonetes-agent";
const AWARE_AND_KEPT = { ...AWARE, [ANNOTATION.hold]: "true", [ANNOTATION.maxDelay]: "4h" };

let theirs: TheirCluster;
let product: Product;
let agent: InstalledAgent | undefined;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  [theirs, product] = await Promise.all([startTheirCluster(), startProduct()]);
});
test.afterAll(async () => {
  await agent?.stop();
  await product.stop();
  expect(await theirs.stop()).toBe(0);
});

/**
 * The true control plane, scheduler, kwok and Karpenter; pods are bound to nodes that Karpenter makes, and kwok says that they ran.
 * So the Pods of the installed Deployment do not really run either: in their place `karbon agent` runs as a process with the
 * container's arguments and environment and the ServiceAccount's rights, and the API server reaches it by the chart's own Service,
 * over a network that stands for the cluster's.
 */
test("an imported cluster, from its kubeconfig to the five behaviours, and left as it was found", async ({
  page,
}) => {
  test.setTimeout(900_000);
  const { kube } = theirs;
  const before = await standing(kube);
  await signUp(page, product);
  const api = await signedIn(product.origin);
  await saveGrid(api, Date.now() + 3 * HOUR_MS);
  await expect
    .poll(async () => (await api.carbon.zone.query({ zone: ZONE })).forecast !== null, { timeout: 60_000 })
    .toBe(true);

  await test.step("imported by its kubeconfig", () => importInTheBrowser(page, theirs));
  expect(await standing(kube)).toEqual(before);
  await test.step("its review shows what would be written, and installs the agent", () =>
    installs(page, kube));
  await test.step("a kubeconfig of one's own, ended at a click", () => letsIn(page));
  await test.step("a policy for its pools", () => savePoolPolicy(page));
  const hands = handsOn(kube);
  await test.step("the five behaviours", () => behaves(page, api, hands));
  await test.step("an upgrade turns the image, and keeps whom the API server trusts", () =>
    upgrades(page, kube));
  await test.step("removed: held Jobs run first", () => removes(page, hands));
  await test.step("forgotten: nothing of ours is left", async () => {
    await installInTheBrowser(page, "Install", imageOf("0.1.1"), () => Promise.resolve());
    agent = await runInstalledAgent(theirs);
    await held(hands, "last");
    await forgets(page, api);
    expect((await hands.read("last")).spec.suspend).toBe(false);
    expect(await standing(kube)).toEqual(before);
  });
});

async function installs(page: Page, kube: KubeClient): Promise<void> {
  const image = imageOf("0.1.0");
  const { planned, done } = await reviewInTheBrowser(page, image, async () => {
    expect(await kube.json(DEPLOYMENT).catch(isNotFound)).toBe(true);
  });
  for (const kind of [
    "CustomResourceDefinition",
    "ClusterRole",
    "Service",
    "Deployment",
    "MutatingWebhookConfiguration",
  ]) {
    expect(planned.filter((row) => row.startsWith(`${kind} `))).not.toHaveLength(0);
  }
  expect(planned).toContain("Deployment karbonetes-system/karbonetes-agent new");
  expect(done).toContain("Deployment karbonetes-agent created");
  agent = await runInstalledAgent(theirs);
  await toCluster(page);
  // kwok says so of the Pods, on a node that Karpenter made for them
  await expect(page.getByText(`2 of 2 replicas ready, from ${image}.`)).toBeVisible({ timeout: 60_000 });
}

/** The first access is ended by hand; the second goes when the cluster is forgotten. */
async function letsIn(page: Page): Promise<void> {
  const yaml = await accessInTheBrowser(page, "edit");
  const client = createKubeClient(yaml);
  const jobs = () => client.list("/apis/batch/v1/jobs");
  await jobs();
  await expect(client.list("/apis/rbac.authorization.k8s.io/v1/clusterroles").catch(statusOf)).resolves.toBe(
    403,
  );
  await page.getByRole("button", { name: /^End edit of/ }).click();
  await expect(page.getByRole("list", { name: "Who has access" })).toBeHidden();
  await expect.poll(() => jobs().then(() => 200, statusOf), { timeout: 30_000 }).toBe(401);
  await client.close();
  await accessInTheBrowser(page, "view");
}
const statusOf = (error: unknown): number => (error instanceof ApiError ? error.status : 0);

async function behaves(page: Page, api: Api, hands: Hands): Promise<void> {
  const { limit } = await limitOf(api);
  expect(limit).toBeGreaterThanOrEqual(100);
  expect(limit).toBeLessThan(400);
  await hands.createCronJob("nightly");
  // two minutes turn before it opens, and the CronJob makes its first Job
  const opensAt = (Math.floor((Date.now() + 10_000) / MINUTE_MS) + 3) * MINUTE_MS;
  await saveGrid(api, opensAt);
  await windowIsKnown(theirs.kube, opensAt);

  // 1. not green: it waits, with a reason
  const waits = await hands.submit("waits", { ...AWARE, [ANNOTATION.maxDelay]: "1h" });
  expect(waits.spec.suspend).toBe(true);
  expect(waits.metadata.annotations).toMatchObject({
    [ANNOTATION.state]: "held",
    [ANNOTATION.reason]: "BetterWindowAhead",
  });
  expect(Date.parse(waits.metadata.annotations?.[ANNOTATION.releaseAt] ?? "")).toBe(opensAt);
  // 2. a plain Job is not touched
  const plain = await hands.submit("plain", { mine: "1" }, SMALL);
  expect(plain.metadata.annotations).toEqual({ mine: "1" });
  // 3. its longest wait is over before the grid is clean
  const short = { [ANNOTATION.strategy]: "threshold", [ANNOTATION.maxDelay]: "15s" };
  const hurries = await hands.submit("hurries", { ...AWARE, ...short }, SMALL);
  expect(hurries.spec.suspend).toBe(true);
  await showsWaiting(page, "waits", "BetterWindowAhead");

  await hands.finished("plain");
  expect(await hands.poolOf("plain")).toBe("default");
  expect((await hands.read("plain")).metadata.annotations).not.toHaveProperty([ANNOTATION.state]);
  await hands.finished("hurries");
  expect(await hands.said("hurries", "reason")).toBe("LatestStartReached");
  expect(await hands.poolOf("hurries")).toBe("default");
  // 4. what a CronJob makes waits like any other; the CronJob itself is as it was written
  const nightly = await hands.firstOf("nightly");
  await expect.poll(() => hands.said(nightly.metadata.name, "state")).toBe("held");

  const done = await hands.finished("waits", 5 * MINUTE_MS);
  expect(Date.parse(done.status?.startTime ?? "")).toBeGreaterThanOrEqual(opensAt - MINUTE_MS);
  expect(await hands.poolOf("waits")).toBe("green-batch");
  await hands.finished(nightly.metadata.name);
  expect(await hands.poolOf(nightly.metadata.name)).toBe("green-batch");
  const { metadata } = await hands.cronJob("nightly");
  expect(metadata.generation).toBe(1);
  expect(metadata.annotations).toBeUndefined();
  await hands.removeCronJob("nightly");
  // 5. in a green hour it starts at once, and prefers the green pool
  const green = await hands.submit("green", AWARE);
  expect(green.spec.suspend ?? false).toBe(false);
  expect(green.metadata.annotations).toMatchObject({
    [ANNOTATION.state]: "admitted",
    [ANNOTATION.reason]: expect.stringMatching(/^(UnderLimit|WindowOpen)$/),
  });
  await hands.finished("green");
  expect(await hands.poolOf("green")).toBe("green-batch");
  for (const name of ["waits", "hurries", "green"]) await showsFinished(page, name);
}

async function upgrades(page: Page, kube: KubeClient): Promise<void> {
  const trusted = (await kube.json<Webhooks>(WEBHOOK)).webhooks[0]?.clientConfig.caBundle;
  const { planned, done } = await installInTheBrowser(page, "Upgrade", imageOf("0.1.1"), () =>
    Promise.resolve(),
  );
  expect(planned.find((row) => row.startsWith("Deployment "))).toContain(
    "spec.template.spec.containers[0].image",
  );
  expect(done).toContain("Deployment karbonetes-agent changed");
  expect(trusted).toBeTruthy();
  expect((await kube.json<Webhooks>(WEBHOOK)).webhooks[0]?.clientConfig.caBundle).toBe(trusted);
}
interface Webhooks extends KubeObject {
  webhooks: { clientConfig: { caBundle?: string } }[];
}

async function removes(page: Page, hands: Hands): Promise<void> {
  await held(hands, "kept");
  const { done, title } = await removeInTheBrowser(page);
  await expect(title).toContainText("1 held Job let go first.");
  expect(done).toContain("Deployment karbonetes-agent removed");
  expect(done.filter((row) => / (refused|absent)/.test(row))).toEqual([]);
  expect((await hands.read("kept")).spec.suspend).toBe(false);
  await hands.finished("kept");
  await agent?.stop();
  await toCluster(page);
  await expect(page.getByText(/^It has no agent, so every Job starts/)).toBeVisible();
  // nobody holds anything any more
  const after = await hands.submit("after", AWARE_AND_KEPT);
  expect(after.spec.suspend ?? false).toBe(false);
}

async function forgets(page: Page, api: Api): Promise<void> {
  const goes = (await forgetInTheBrowser(page)).map((line) => line.replaceAll("\u00a0", " "));
  expect(goes.slice(0, -1)).toEqual([
    "1 held Job, which starts",
    expect.stringMatching(/^\d+ objects of the agent$/),
    "1 policy of ours",
    "1 score of ours",
    "1 access of a person, which ends",
    "2 kinds of carbon-aware.io",
    "1 namespace karbonetes-system",
    "1 stored kubeconfig",
  ]);
  const names = async () => (await api.cluster.list.query()).map(({ name }) => name);
  await expect.poll(names, { timeout: 90_000 }).not.toContain(NAME);
  await agent?.stop();
}

/** A Job that a person keeps back, whatever the grid; its agent may have just begun to answer. */
async function held(hands: Hands, name: string): Promise<void> {
  await hands.submit(name, AWARE_AND_KEPT);
  await expect.poll(() => hands.said(name, "state"), { timeout: 60_000 }).toBe("held");
}

async function limitOf(api: Api): Promise<{ limit: number }> {
  const [policy] = await api.policy.list.query();
  return { limit: policy?.spec.maxIntensity ?? Number.NaN };
}

async function showsWaiting(page: Page, name: string, reason: string): Promise<void> {
  await page.getByRole("link", { name: "Workloads" }).first().click();
  const row = page.getByTestId(`job-${NAME}/default/${name}`);
  await expect(row).toHaveAttribute("data-group", "waiting");
  await expect(row).toHaveAttribute("data-reason", reason);
  await expect(row).toContainText(/Waiting until/);
}

async function showsFinished(page: Page, name: string): Promise<void> {
  const row = page.getByTestId(`job-${NAME}/default/${name}`);
  await expect(row).toHaveAttribute("data-group", "finished", { timeout: 30_000 });
}

import fs from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { takeAccess } from "../support/access.ts";
import { type Api, signedIn } from "../support/api.ts";
import { type Product, startProduct } from "../support/product.ts";
import {
  namesOf,
  ranOnNewGreenNode,
  savePolicy,
  signUp,
  submitJob,
  untilFinished,
  untilMeasured,
  waitsWithReason,
  windowHolds,
} from "../support/thread.ts";
import { saveGrid, windowIsKnown, ZONE } from "./grid.ts";
import { readsLikeHeadlamp } from "./local/headlamp.ts";
import { kubectlWith } from "./local/kubectl.ts";
import { listening, portsOf } from "./local/ports.ts";
import { processesOn } from "./local/processes.ts";

const NAME = "fjord-1";
/** A window opens at a full minute, one and a half to two and a half after the Job comes. */
const OPENS_AFTER_MS = 1.5 * MINUTE_MS;
const COMPONENTS = [/etcd/, /API server/, /Controllers/, /Scheduler/, /kwok/, /Karpenter/];

let product: Product;
test.beforeAll(async () => void (product = await startProduct()));
test.afterAll(async () => {
  await product.stop();
  expect(enginesOf(product)).toBe(0);
});

test("on real Kubernetes made by one click: from sign-up to a Job finished in its window, a killed worker, and nothing left", async ({
  page,
}) => {
  test.setTimeout(900_000);
  await signUp(page, product);
  const api = await signedIn(product.origin);
  await saveGrid(api, Date.now() + 3 * HOUR_MS);
  await expect
    .poll(async () => (await api.carbon.zone.query({ zone: ZONE })).forecast !== null, { timeout: 60_000 })
    .toBe(true);

  await createLocal(page);
  const file = await takeAccess(page, NAME, "cluster-admin");
  await savePolicy(page);
  const kube = createKubeClient(fs.readFileSync(file, "utf8"));
  const nodesBefore = await namesOf(kube, "/api/v1/nodes");
  expect(nodesBefore).toEqual([]);

  await test.step("a Job waits for its window and runs in it, on a node that Karpenter made", async () => {
    const opensAt = Math.ceil((Date.now() + OPENS_AFTER_MS) / MINUTE_MS) * MINUTE_MS;
    await saveGrid(api, opensAt);
    await windowIsKnown(kube, opensAt);
    await submitJob(kube, "regrid", { duration: "1m", maxDelay: "1h", runsFor: "20s" });
    const { releaseAt } = await waitsWithReason(page, api, NAME);
    expect(+releaseAt).toBe(opensAt);
    await windowHolds(page, api, NAME, ZONE);
    await readsLikeKubectl(file);
    await readsLikeHeadlamp(kube);
    await untilFinished(page, api, NAME);
    await ranOnNewGreenNode(kube, nodesBefore, releaseAt, MINUTE_MS);
  });
  await test.step("a killed worker comes back to the same cluster", () => survivesKill(api, kube));
  await test.step("what the Job emitted is measured once its last minute is", () => untilMeasured(api, NAME));
  await kube.close();
  await test.step("deleting it leaves no process, no port and no file", () => leavesNothing(page, api));
});

async function createLocal(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Clusters" }).first().click();
  await page.getByRole("button", { name: "With other settings" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /^Local/ }).click();
  await expect(dialog.getByText(/A real Kubernetes API on this machine/)).toBeVisible();
  await dialog.getByLabel("Name", { exact: true }).fill(NAME);
  await dialog.getByLabel("Zone").selectOption(ZONE);
  const startedAt = Date.now();
  await dialog.getByRole("button", { name: "Create it" }).click();
  await page.waitForURL(new RegExp(`/clusters/${NAME}$`));
  const title = page.getByRole("heading", { level: 1 });
  await expect(title).toContainText(/is ready/i, { timeout: 180_000 });
  process.stdout.write(
    `A local cluster is Ready ${((Date.now() - startedAt) / 1_000).toFixed(1)} s after the click.\n`,
  );
  await expect(title).toContainText("simulated nodes");
  const timeline = page.getByRole("region", { name: "Creation" });
  for (const component of COMPONENTS) await expect(timeline.getByText(component).first()).toBeVisible();
}

/** The story of a held Job, as kubectl tells it. */
async function readsLikeKubectl(file: string): Promise<void> {
  const kubectl = await kubectlWith(file);
  expect(kubectl("get", "job", "regrid")).toMatch(/Suspended/);
  expect(kubectl("describe", "job", "regrid")).toMatch(/Held/);
  expect(kubectl("get", "nodepools")).toMatch(/green[\s\S]*True|True[\s\S]*green/);
  expect(kubectl("get", "carbonscores")).toMatch(/minutes/i);
  expect(kubectl("explain", "carbonawarepolicy.spec")).toMatch(/maxDelay/);
  expect(kubectl("auth", "can-i", "--list")).toMatch(/\*\.\*/);
}

async function survivesKill(api: Api, kube: KubeClient): Promise<void> {
  const worker = product.pids().children.find(({ name }) => name === "worker");
  if (!worker) throw new Error("There is no worker to kill.");
  process.kill(worker.pid, "SIGKILL");
  await product.healthy();
  // six again, and not twelve
  await expect.poll(() => enginesOf(product), { timeout: 120_000 }).toBe(COMPONENTS.length);
  await expect
    .poll(async () => (await api.cluster.get.query({ name: NAME })).state, { timeout: 60_000 })
    .toBe("ready");
  const job = await kube.json<Job>("/apis/batch/v1/namespaces/default/jobs/regrid");
  expect(job.status?.succeeded).toBe(1);
}

const portOf = (url: string): number => Number(new URL(url).port);
const apiServerOf = async (api: Api): Promise<string> =>
  (await api.cluster.get.query({ name: NAME })).server ?? "https://unknown:0";
const enginesOf = ({ dataDir }: Product): number => processesOn(`${dataDir}/clusters/`).length;

async function leavesNothing(page: Page, api: Api): Promise<void> {
  const ports = portsOf(product.dataDir);
  expect(await listening(ports)).toEqual(expect.arrayContaining([portOf(await apiServerOf(api))]));
  await page.goto(`${product.origin}/clusters/${NAME}`);
  await page.getByRole("button", { name: "Delete cluster" }).click();
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  await dialog.getByRole("textbox").fill(NAME);
  await dialog.getByRole("button", { name: "Delete cluster" }).click();
  await expect
    .poll(async () => (await api.cluster.list.query()).map(({ name }) => name), { timeout: 60_000 })
    .not.toContain(NAME);
  expect(enginesOf(product)).toBe(0);
  expect(await listening(ports)).toEqual([]);
  const clusters = path.join(product.dataDir, "clusters");
  expect(fs.existsSync(clusters) ? fs.readdirSync(clusters) : []).toEqual([]);
}

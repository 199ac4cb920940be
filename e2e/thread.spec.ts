import fs from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { Job, Node, Pod } from "#server/domain/kubernetes.ts";
import { ADMIN, type Api, signedIn } from "./support/api.ts";
import { type Product, startProduct } from "./support/product.ts";

/** The whole thread, as a person walks it, on a clock that makes hours of waiting seconds. */
const GERMANY = path.resolve("../shared/data/lets-wait-awhile/ger_ci.csv");
const GRIDS = [
  // an evening in California: the sun is hours away
  { zone: "US-CAL-CISO", clock: "2026-06-10T06:10:00Z@400", csv: undefined },
  // a spring evening in Germany, replayed from 2020: whenever in the next 12 h the Job comes, it waits for the sun
  { zone: "DE", clock: "2026-04-14T20:10:00Z@400", csv: GERMANY },
] as const;

for (const { zone, clock, csv } of GRIDS) {
  test.describe(zone, () => {
    // the walk through Germany needs the data beside the repository; without it there is no such case to count
    if (csv && !fs.existsSync(csv)) return;
    let product: Product | undefined;
    test.beforeAll(async () => void (product = await startProduct({ KARBON_CLOCK: clock })));
    test.afterAll(() => product?.stop());

    test(`from sign-up to a Job finished in its window, on ${zone}`, async ({ page }) => {
      test.setTimeout(300_000);
      if (!product) throw new Error("The product did not start.");
      await signUp(page, product);
      const api = await signedIn(product.origin);
      if (csv) await replay(api, zone, csv);
      await expect
        .poll(async () => (await api.carbon.zone.query({ zone })).forecast !== null, { timeout: 60_000 })
        .toBe(true);

      const cluster = await createCluster(page, zone);
      await savePolicy(page);
      const kube = createKubeClient((await api.cluster.kubeconfig.query({ name: cluster })).yaml);
      const nodesBefore = await namesOf(kube, "/api/v1/nodes");

      await submitJob(kube, "regrid");
      const job = await waitsWithReason(page, api, cluster);
      await windowHolds(page, api, zone, job.releaseAt);
      await untilFinished(page, api, cluster);
      await ranOnNewGreenNode(kube, nodesBefore, job.releaseAt);
      await kube.close();
    });
  });
}

async function signUp(page: Page, { origin }: Product): Promise<void> {
  await page.goto(origin);
  await page.getByLabel("Name").fill(ADMIN.name);
  await page.getByLabel("E-mail address").fill(ADMIN.email);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Become the administrator" }).click();
  await expect(page.getByText(/at least 12/i).first()).toBeVisible();
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Become the administrator" }).click();
  await expect(page.getByRole("navigation").first()).toBeVisible();
}

async function replay(api: Api, zone: string, csv: string): Promise<void> {
  await api.carbon.saveZone.mutate({
    zone,
    name: "Germany",
    sources: [{ source: "replay", config: { csv: fs.readFileSync(csv, "utf8"), file: path.basename(csv) } }],
  });
}

/** One click; where the zone is not the suggested one, the short form. Returns its name. */
async function createCluster(page: Page, zone: string): Promise<string> {
  await page.getByRole("link", { name: "Clusters" }).first().click();
  await expect(page.getByRole("button", { name: "With other settings" })).toBeVisible();
  if (zone === "US-CAL-CISO") {
    await page.getByRole("button", { name: /Create a (cluster|sandbox)/ }).click();
  } else {
    await page.getByRole("button", { name: "With other settings" }).click();
    await page.getByLabel("Zone").selectOption(zone);
    await page.getByRole("button", { name: "Create it" }).click();
  }
  await page.waitForURL(/\/clusters\/[^/]+$/);
  const name = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/is ready/i, { timeout: 60_000 });
  return name;
}

async function savePolicy(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Policies" }).first().click();
  await page
    .getByRole("link", { name: /policy/i })
    .or(page.getByRole("button", { name: /Write a policy|New policy/i }))
    .last()
    .click();
  await page.waitForURL(/\/policies\/new/);
  await page.getByLabel("Name", { exact: true }).fill("by-day");
  await page.getByRole("button", { name: /^Save/ }).click();
  await page.waitForURL(/\/policies\/by-day/);
  await expect(page.getByText("Synced").first()).toBeVisible({ timeout: 30_000 });
}

async function submitJob(kube: KubeClient, name: string): Promise<void> {
  const job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      annotations: {
        "carbon-aware.io/enabled": "true",
        "carbon-aware.io/duration": "1h",
        "carbon-aware.io/max-delay": "24h",
      },
    },
    spec: {
      template: {
        metadata: {
          annotations: {
            "pod-complete.stage.kwok.x-k8s.io/delay": "50m",
            "pod-complete.stage.kwok.x-k8s.io/jitter-delay": "50m",
          },
        },
        spec: {
          restartPolicy: "Never",
          containers: [
            { name: "work", image: "busybox", resources: { requests: { cpu: "8", memory: "16Gi" } } },
          ],
        },
      },
    },
  };
  await kube.json("/apis/batch/v1/namespaces/default/jobs", { method: "POST", body: job });
}

/** What the page shows of the Job is what the API says of it, at that moment. */
async function waitsWithReason(page: Page, api: Api, cluster: string): Promise<{ releaseAt: Date }> {
  await page.getByRole("link", { name: "Workloads" }).first().click();
  const row = page.getByTestId(`job-${cluster}/default/regrid`);
  await expect(row).toHaveAttribute("data-group", "waiting");
  await expect(row).toHaveAttribute("data-reason", "BetterWindowAhead");
  await expect(row).toContainText(/Waiting until .*the window saves \d+.%|Now it would emit .* then/);
  let releaseAt: Date | null | undefined;
  await expect(async () => {
    const { row: said } = await api.workload.get.query({ cluster, namespace: "default", name: "regrid" });
    await expect(row).toHaveAttribute("data-release-at", said.releaseAt?.toISOString() ?? "never", {
      timeout: 1_000,
    });
    await expect(row).toHaveAttribute("data-latest-start", said.latestStart?.toISOString() ?? "never", {
      timeout: 1_000,
    });
    releaseAt = said.releaseAt;
  }).toPass({ timeout: 20_000 });
  if (!releaseAt) throw new Error("The Job has no time of release.");
  return { releaseAt };
}

/** The chart shows a window, and the release lies in it. */
async function windowHolds(page: Page, api: Api, zone: string, releaseAt: Date): Promise<void> {
  const { windows, latest } = await api.carbon.zone.query({ zone });
  expect(windows.some(({ opensAt, closesAt }) => opensAt <= releaseAt && releaseAt < closesAt)).toBe(true);
  await page.getByRole("link", { name: "Carbon" }).first().click();
  await page.goto(new URL(`/carbon/${zone}`, page.url()).href);
  await expect(async () => {
    const now = await api.carbon.zone.query({ zone });
    await expect(page.getByText(String(Math.round(now.latest?.gramsPerKwh ?? -1))).first()).toBeVisible({
      timeout: 1_000,
    });
  }).toPass({ timeout: 20_000 });
  expect(latest).not.toBeNull();
}

async function untilFinished(page: Page, api: Api, cluster: string): Promise<void> {
  await page.getByRole("link", { name: "Workloads" }).first().click();
  const row = page.getByTestId(`job-${cluster}/default/regrid`);
  await expect(row).toHaveAttribute("data-group", "finished", { timeout: 200_000 });
  const read = async () =>
    (await api.workload.get.query({ cluster, namespace: "default", name: "regrid" })).row;
  expect((await read()).outcome).toBe("complete");
  // the last hour of the run is measured when it is over
  await expect.poll(async () => (await read()).gramsMeasured ?? 0, { timeout: 60_000 }).toBeGreaterThan(0);
}

async function ranOnNewGreenNode(kube: KubeClient, before: string[], releaseAt: Date): Promise<void> {
  const { items: pods } = await kube.list<Pod>("/api/v1/namespaces/default/pods");
  const nodeName = pods[0]?.spec.nodeName ?? "";
  expect(before).not.toContain(nodeName);
  const job = await kube.json<Job>("/apis/batch/v1/namespaces/default/jobs/regrid");
  const startedAt = new Date(job.status?.startTime ?? 0);
  expect(+startedAt).toBeGreaterThanOrEqual(+releaseAt - 3_600_000);
  const node = await kube.json<Node>(`/api/v1/nodes/${nodeName}`).catch(() => undefined);
  // its pool may have taken the empty node back by now; then its name still says the pool
  expect(node?.metadata.labels?.["karpenter.sh/nodepool"] ?? nodeName).toContain("green");
}

const namesOf = async (kube: KubeClient, list: string) =>
  (await kube.list<Node>(list)).items.map(({ metadata }) => metadata.name);

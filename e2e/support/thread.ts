import { expect, type Page } from "@playwright/test";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { Job, Node, Pod } from "#server/domain/kubernetes.ts";
import { ADMIN, type Api } from "./api.ts";
import type { Product } from "./product.ts";

export async function signUp(page: Page, { origin }: Product): Promise<void> {
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

export async function savePolicy(page: Page): Promise<void> {
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

/** How long the carbon policy takes it to run, how long it may wait, and how long its pod really runs. */
interface Length {
  duration: string;
  maxDelay: string;
  runsFor: string;
}

export async function submitJob(kube: KubeClient, name: string, length: Length): Promise<void> {
  const job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      annotations: {
        "carbon-aware.io/enabled": "true",
        "carbon-aware.io/duration": length.duration,
        "carbon-aware.io/max-delay": length.maxDelay,
      },
    },
    spec: {
      template: {
        metadata: {
          annotations: {
            "pod-complete.stage.kwok.x-k8s.io/delay": length.runsFor,
            "pod-complete.stage.kwok.x-k8s.io/jitter-delay": length.runsFor,
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
export async function waitsWithReason(page: Page, api: Api, cluster: string): Promise<{ releaseAt: Date }> {
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
export async function windowHolds(page: Page, api: Api, cluster: string, zone: string): Promise<void> {
  await expect(async () => {
    const { releaseAt } = await regridOf(api, cluster); // a newer forecast moves both, one after the other
    const { windows, latest } = await api.carbon.zone.query({ zone });
    const at = +(releaseAt ?? Number.NaN);
    expect(windows.some(({ opensAt, closesAt }) => +opensAt <= at && at < +closesAt)).toBe(true);
    expect(latest).not.toBeNull();
  }).toPass({ timeout: 20_000 });
  await page.getByRole("link", { name: "Carbon" }).first().click();
  await page.goto(new URL(`/carbon/${zone}`, page.url()).href);
  await expect(async () => {
    const now = await api.carbon.zone.query({ zone });
    await expect(page.getByText(String(Math.round(now.latest?.gramsPerKwh ?? -1))).first()).toBeVisible({
      timeout: 1_000,
    });
  }).toPass({ timeout: 20_000 });
}

export async function untilFinished(page: Page, api: Api, cluster: string): Promise<void> {
  await page.getByRole("link", { name: "Workloads" }).first().click();
  const row = page.getByTestId(`job-${cluster}/default/regrid`);
  await expect(row).toHaveAttribute("data-group", "finished", { timeout: 260_000 });
  expect((await regridOf(api, cluster)).outcome).toBe("complete");
}

/** The last slot of the run is measured when it is over. */
export async function untilMeasured(api: Api, cluster: string): Promise<void> {
  await expect(async () => {
    expect((await regridOf(api, cluster)).gramsMeasured ?? 0).toBeGreaterThan(0);
  }).toPass({ timeout: 80_000, intervals: [1_000] });
}

const regridOf = async (api: Api, cluster: string) =>
  (await api.workload.get.query({ cluster, namespace: "default", name: "regrid" })).row;

/** `slackMs`: how much earlier than foreseen the window may have opened. */
export async function ranOnNewGreenNode(
  kube: KubeClient,
  before: string[],
  releaseAt: Date,
  slackMs: number,
): Promise<void> {
  const { items: pods } = await kube.list<Pod>("/api/v1/namespaces/default/pods");
  const nodeName = pods[0]?.spec.nodeName ?? "";
  expect(before).not.toContain(nodeName);
  const job = await kube.json<Job>("/apis/batch/v1/namespaces/default/jobs/regrid");
  const startedAt = new Date(job.status?.startTime ?? 0);
  expect(+startedAt).toBeGreaterThanOrEqual(+releaseAt - slackMs);
  const node = await kube.json<Node>(`/api/v1/nodes/${nodeName}`).catch(() => undefined);
  // its pool may have taken the empty node back by now; then its name still says the pool
  expect(node?.metadata.labels?.["karpenter.sh/nodepool"] ?? nodeName).toContain("green");
}

export const namesOf = async (kube: KubeClient, list: string) =>
  (await kube.list<Node>(list)).items.map(({ metadata }) => metadata.name);

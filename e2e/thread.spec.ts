import fs from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { createKubeClient } from "#server/adapters/kubernetes/client.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { type Api, signedIn } from "./support/api.ts";
import { type Product, startProduct } from "./support/product.ts";
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
} from "./support/thread.ts";

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

      await submitJob(kube, "regrid", { duration: "1h", maxDelay: "24h", runsFor: "50m" });
      const job = await waitsWithReason(page, api, cluster);
      await windowHolds(page, api, cluster, zone);
      await untilFinished(page, api, cluster);
      await untilMeasured(api, cluster);
      await ranOnNewGreenNode(kube, nodesBefore, job.releaseAt, 3 * HOUR_MS); // later forecasts move it, on a slow machine more of them
      await kube.close();
    });
  });
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

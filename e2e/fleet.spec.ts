import { readFileSync } from "node:fs";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { createDb } from "#server/adapters/db/client.ts";
import { specOfSize } from "#server/domain/cluster/spec.ts";
import { expect, test } from "./fixtures.ts";
import { shoot } from "./support/look.ts";

const COUNT = 1_000;
const TEAMS = ["climate", "genomics", "web"];

/** Rows alone, as a fleet that was imported long ago: no loop is told of them. */
async function fleetIn(dataDir: string) {
  const { databaseUrl } = JSON.parse(readFileSync(path.join(dataDir, "processes.json"), "utf8")) as {
    databaseUrl: string;
  };
  const db = createDb(databaseUrl, 2);
  const condition = { status: "True", reason: "Ready", message: "", observedGeneration: 1 };
  const at = new Date();
  const ids = Array.from({ length: COUNT }, (_, n) => `fleet-${n}`);
  await db.cluster.createMany({
    data: ids.map((id, n) => ({
      id,
      name: `fleet-${String(n).padStart(4, "0")}`,
      provider: "imported",
      zone: n % 3 ? "US-CAL-CISO" : "US-MIDA-PJM",
      spec: specOfSize("small"),
      createdBy: "Ada",
      reviewedAt: at,
      reviewedBy: "Ada",
      observedGeneration: 1,
      labels: n % 7 ? { team: TEAMS[n % 3] ?? "", env: n % 2 ? "prod" : "test" } : {},
      conditions: ["Provisioned", "Ready"].map((type) => ({ type, ...condition, lastTransitionTime: at })),
      observed: {
        at,
        reachable: n % 50 !== 0,
        version: n % 4 ? "v1.36.4" : "v1.34.2",
        nodesReady: n % 12,
        nodesWanted: n % 12,
        message: null,
        server: null,
        waitingJobs: n % 5 ? 0 : n % 40,
      },
    })),
  });
  await db.clusterStep.createMany({
    data: ids.map((clusterId) => ({
      clusterId,
      at,
      operation: "create",
      step: "credentials",
      attempt: 1,
      event: "succeeded",
      message: "",
    })),
  });
  return {
    async end() {
      await db.cluster.deleteMany({ where: { id: { in: ids } } });
      await db.$disconnect();
    },
  };
}

test("a thousand clusters: found, grouped, scrolled, and one verb on many of them", async ({
  page,
  product,
}) => {
  const fleet = await fleetIn(product.dataDir);
  try {
    await page.goto("/clusters");
    await expect(page.getByTestId("cluster-fleet-0003")).toBeVisible();
    const rows = page.locator("[data-testid^=cluster-fleet-]");
    expect(await rows.count()).toBeLessThan(200); // the rest comes as one scrolls
    await shoot(page, "fleet-all");

    await page.getByLabel("Filter clusters").fill("team=climate env=prod 1.34");
    await expect(page).toHaveURL(/text=team/);
    await page.getByLabel("Filter clusters").fill("team=climate fleet-00");
    await page.getByLabel("Group by").selectOption("version");
    await expect(page.getByTestId("group-v1.34")).toBeVisible();
    await expect(page.getByTestId("group-v1.36")).toBeVisible();
    await expect(page.getByText("2 minors behind").first()).toBeVisible();
    await shoot(page, "fleet-grouped");
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    const shown = await rows.count();
    await page.getByRole("checkbox", { name: "Choose all that are shown" }).click();
    const chosen = page.getByRole("region", { name: "Chosen clusters" });
    await expect(chosen).toContainText(new RegExp(`^${shown}.clusters chosen`));
    await chosen.getByRole("button", { name: "Pause carbon-awareness" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText(/start at once, whatever the grid/);
    await shoot(page, "fleet-pause");
    let requests = 0;
    await page.route("**/api/trpc/cluster.changeMany*", async (route) => {
      requests += 1;
      if (requests !== 2) return route.continue();
      await expect(dialog).toContainText(new RegExp(`25 of ${shown}.clusters so far`));
      await page.keyboard.press("Escape"); // under way it stays
      await expect(dialog.getByRole("button", { name: "Stop after this batch" })).toBeVisible();
      await route.abort();
    });
    await dialog.getByRole("button", { name: "Pause it" }).click();
    await expect(dialog).toContainText(new RegExp(`Done on 25 of ${shown}.clusters`));
    await expect(dialog).toContainText(new RegExp(`Of ${shown - 25}.clusters it is not known`));
    await shoot(page, "fleet-half-done");
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await dialog.getByRole("button", { name: "Go on with the rest" }).click();
    await expect(dialog).toContainText(new RegExp(`Done on ${shown}.clusters`));
    await expect(dialog).toContainText("Paused: its Jobs start at once.");
    await shoot(page, "fleet-done");
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect(page.getByTestId("cluster-fleet-0003").getByText("paused")).toBeVisible();

    await page.goto("/clusters?show=needs-look&text=nothing-like-it");
    await expect(page.getByText("No cluster is like that.")).toBeVisible();
    await page.getByRole("button", { name: "Show all" }).click();
    await expect(rows.first()).toBeVisible();
  } finally {
    await fleet.end();
  }
});

test("labels are typed on a cluster's page, and found by", async ({ page, api, product }) => {
  const fleet = await fleetIn(product.dataDir);
  try {
    await page.goto("/clusters/fleet-0001");
    await page.getByRole("button", { name: /team=/ }).click();
    const field = page.getByRole("textbox", { name: "Labels" });
    await field.fill("team");
    await expect(page.getByText("team is no label. Write key=value, such as team=ml.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Save the labels" })).toBeDisabled();
    await field.fill("team=ml, tier=gold");
    await page.getByRole("button", { name: "Save the labels" }).click();
    await expect(page.getByRole("button", { name: "team=ml, tier=gold" })).toBeVisible();
    const found = (await api.cluster.list.query()).filter(({ labels }) => labels["tier"] === "gold");
    expect(found.map(({ name }) => name)).toEqual(["fleet-0001"]);
  } finally {
    await fleet.end();
  }
});

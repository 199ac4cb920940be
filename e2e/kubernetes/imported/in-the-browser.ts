import { readFileSync } from "node:fs";
import { expect, type Locator, type Page } from "@playwright/test";
import { takeAccess } from "../../support/access.ts";
import { shoot } from "../../support/look.ts";
import { ZONE } from "../grid.ts";
import type { TheirCluster } from "./their-cluster.ts";

export const NAME = "prod";
export const imageOf = (version: string): string => `registry.example.org/karbonetes/agent:${version}`;

export async function importInTheBrowser(
  page: Page,
  { kubeconfig, server }: Pick<TheirCluster, "kubeconfig" | "server">,
): Promise<void> {
  await page.getByRole("link", { name: "Clusters" }).first().click();
  await page.waitForURL(/\/clusters$/); // the page before has such a button too, and its window goes with it
  await page.getByRole("button", { name: "Import a kubeconfig" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kubeconfig", { exact: true }).fill(kubeconfig);
  await dialog.getByRole("button", { name: "Read it" }).click();
  await expect(dialog.getByText(server, { exact: true })).toBeVisible();
  await dialog.getByLabel("Name", { exact: true }).fill(NAME);
  await dialog.getByLabel("Zone").selectOption(ZONE);
  await dialog.getByRole("checkbox", { name: /is my cluster's API server/ }).check();
  await dialog.getByRole("button", { name: `Import ${NAME}` }).click();
  await page.waitForURL(new RegExp(`/clusters/${NAME}$`));
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/is ready and locked/i, {
    timeout: 60_000,
  });
}

/** Which image, every object that would be written, then "Write these": what each of the two lists said. */
export async function reviewInTheBrowser(
  page: Page,
  image: string,
  beforeWriting: () => Promise<void>,
): Promise<{ planned: string[]; done: string[] }> {
  await toCluster(page);
  await page.getByRole("button", { name: "Review what would be written" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Image").fill(image);
  await dialog.getByRole("button", { name: "Show what would be written" }).click();
  const list = dialog.getByRole("list", { name: "What would be written" });
  await expect(list).toBeVisible({ timeout: 30_000 });
  const planned = (await list.locator("summary").allInnerTexts()).map(oneLine);
  await shoot(page, "review");
  await list.locator("summary").first().click();
  await shoot(page, "review-open");
  await beforeWriting();
  await dialog.getByRole("button", { name: "Write these" }).click();
  await expect(dialog.getByText("The cluster took all of it.")).toBeVisible({ timeout: 30_000 });
  const done = await rowsOf(dialog.getByRole("region", { name: "What was done" }));
  await dialog.getByRole("button", { name: "Close" }).click();
  return { planned, done };
}

/** Our marks alone: the cluster is not locked any more, and has no agent. */
export async function reviewWithoutAgent(page: Page): Promise<void> {
  await toCluster(page);
  await page.getByRole("button", { name: "Review what would be written" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: /^With the agent/ }).uncheck();
  await dialog.getByRole("button", { name: "Show what would be written" }).click();
  await expect(dialog.getByRole("list", { name: "What would be written" })).toBeVisible({ timeout: 30_000 });
  await shoot(page, "review-without-agent");
  await dialog.getByRole("button", { name: "Write these" }).click();
  await expect(dialog.getByText(`${NAME} is reviewed`)).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole("button", { name: "Close" }).click();
}

/** A kubeconfig of one's own, as the browser saves it. */
export async function accessInTheBrowser(page: Page, extent: string): Promise<string> {
  await toCluster(page);
  return readFileSync(await takeAccess(page, NAME, extent), "utf8");
}

/** Which image, what would change, what was done: what each of the two lists said. */
export async function installInTheBrowser(
  page: Page,
  verb: "Install" | "Upgrade",
  image: string,
  beforeWriting: () => Promise<void>,
): Promise<{ planned: string[]; done: string[] }> {
  await toCluster(page);
  await page.getByRole("button", { name: `${verb} the agent` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Image").fill(image);
  await dialog.getByRole("button", { name: "Show what would change" }).click();
  await expect(dialog.getByText(/Nothing is written yet\./)).toBeVisible();
  const planned = await rowsOf(dialog.getByRole("region", { name: "What would change" }));
  await beforeWriting();
  await dialog.getByRole("button", { name: `${verb} it` }).click();
  await expect(dialog.getByText("The cluster took all of it.")).toBeVisible({ timeout: 30_000 });
  const done = await rowsOf(dialog.getByRole("region", { name: "What was done" }));
  await dialog.getByRole("button", { name: "Close" }).click();
  return { planned, done };
}

export async function removeInTheBrowser(page: Page): Promise<{ done: string[]; title: Locator }> {
  await toCluster(page);
  await page.getByRole("button", { name: "Remove the agent" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Remove it" }).click();
  const title = dialog.getByText(/held Jobs? let go first\./);
  await expect(title).toBeVisible({ timeout: 30_000 });
  return { done: await rowsOf(dialog.getByRole("region", { name: "What was done" })), title };
}

/** What goes, as the window says it before the name is typed. */
export async function forgetInTheBrowser(page: Page): Promise<string[]> {
  await toCluster(page);
  await page.getByRole("button", { name: "Forget this cluster" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("1 stored kubeconfig")).toBeVisible();
  const goes = await dialog.getByRole("listitem").allInnerTexts();
  await dialog.getByRole("textbox").fill(NAME);
  await dialog.getByRole("button", { name: "Forget cluster" }).click();
  return goes;
}

/** A policy of a person, for the sample pools: at once when the grid is clean, else the best stretch. */
export async function savePoolPolicy(page: Page): Promise<void> {
  await page.goto(new URL("/policies/new", page.url()).href);
  await page.getByLabel("Name", { exact: true }).fill("by-minute");
  await page.getByRole("checkbox", { name: "Start at once at or under a limit" }).check();
  await page.getByText("Forecast, pools and zone").click();
  await page.getByRole("textbox", { name: "Green pool" }).fill("green-batch");
  await page.getByRole("textbox", { name: "Fallback pool" }).fill("default");
  await page.getByRole("button", { name: /^Save/ }).click();
  await page.waitForURL(/\/policies\/by-minute/);
  await expect(page.getByText("Synced").first()).toBeVisible({ timeout: 30_000 });
}

export const toCluster = (page: Page, name = NAME) =>
  page.goto(new URL(`/clusters/${name}`, page.url()).href);

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** "Deployment karbonetes-agent new": a line of a list of objects. */
async function rowsOf(region: Locator): Promise<string[]> {
  await expect(region).toBeVisible();
  const [, ...rows] = await region.getByRole("row").allInnerTexts();
  return rows.map(oneLine);
}

import { expect, type Page } from "@playwright/test";
import { look } from "../../look.ts";
import type { Management } from "../management.ts";
import { BRIDGE_CLASS } from "./class.ts";

/** By its kubeconfig, until every check holds. */
export async function connectInTheBrowser(
  page: Page,
  origin: string,
  { kubeconfig, plane }: Management,
): Promise<void> {
  await page.goto(`${origin}/settings`);
  const section = page.getByRole("region", { name: "Management clusters" });
  await section.getByRole("button", { name: "Connect one" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kubeconfig").fill(kubeconfig);
  await dialog.getByRole("button", { name: "Read it" }).click();
  await expect(dialog.getByText(plane.server).first()).toBeVisible();
  await dialog.getByLabel("Name").fill("home");
  await dialog.getByRole("checkbox").click();
  await dialog.getByRole("button", { name: "Connect home" }).click();
  const checks = dialog.getByRole("list", { name: "Checks" });
  await expect(checks.getByText(new RegExp(`ClusterClass: ${BRIDGE_CLASS}`))).toBeVisible({
    timeout: 30_000,
  });
  await expect(checks.getByText(/KarbonLocalCluster/)).toBeVisible();
  await look(page, "1-connected");
  await dialog.getByRole("button", { name: "Close" }).click();
}

/** The class's own form: a region must be chosen, and a second pool is for green hours. Up to the one click. */
export async function fillInTheBrowser(page: Page, origin: string, name: string, zone: string) {
  await page.goto(`${origin}/clusters`);
  await page.getByRole("link", { name: "By Cluster API" }).first().click();
  await page.waitForURL(/\/clusters\/new$/);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Zone", { exact: true }).selectOption(zone);
  await page.getByLabel("Control-plane machines").selectOption("1");
  const pools = page.getByRole("region", { name: "Pools" });
  await pools.getByRole("button", { name: "Add a pool" }).click();
  const [fallback, green] = [pools.getByRole("listitem").nth(0), pools.getByRole("listitem").nth(1)];
  await expect(fallback.getByLabel("For")).toHaveValue("fallback");
  await expect(green.getByLabel("For")).toHaveValue("green");
  for (const pool of [fallback, green]) await pool.getByLabel("Machines", { exact: true }).fill("1");
  await page.getByRole("button", { name: "Create it" }).click();
  await expect(page.getByText("The class requires region.")).toBeVisible();
  await look(page, "2-form");
  await page.getByLabel(/^region/).selectOption("eu-north");
  return page.getByRole("button", { name: "Create it" });
}

/** A policy of a person: at once when the grid is clean, else the best stretch. */
export async function writePolicyInTheBrowser(page: Page, origin: string, name: string): Promise<void> {
  await page.goto(`${origin}/policies/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("checkbox", { name: "Start at once at or under a limit" }).check();
  await page.getByRole("button", { name: /^Save/ }).click();
  await page.waitForURL(new RegExp(`/policies/${name}`));
}

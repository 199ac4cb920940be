import { expect, type Page } from "@playwright/test";
import type { Api } from "../../support/api.ts";

export interface Operating {
  page: Page;
  api: Api;
  name: string;
  origin: string;
  /** A picture where one is asked for, and no fault for those who read otherwise than by sight. */
  look: (page: Page, name: string) => Promise<void>;
  ready: () => Promise<void>;
}

const dialogOf = (page: Page) => page.getByRole("dialog");
const nodes = async ({ api, name }: Operating) => (await api.cluster.get.query({ name })).nodesReady;

/** More machines in one pool, and another pool that an autoscaler may move. */
export async function changePools(operating: Operating): Promise<void> {
  const { page, look, ready } = operating;
  const pools = page.getByRole("region", { name: "Node pools" });
  await expect(pools.getByText("Nothing to change.")).toBeVisible();
  await pools.getByRole("listitem", { name: "Pool md-0" }).getByLabel("Machines").fill("2");
  await expect(pools.getByText("was 1")).toBeVisible();
  await pools.getByRole("button", { name: "Add a pool" }).click();
  await pools.getByRole("listitem", { name: "Pool md-1" }).getByLabel("Pool", { exact: true }).fill("green");
  const green = pools.getByRole("listitem", { name: "Pool green" });
  await green.getByLabel("For").selectOption("green");
  await green.getByLabel("How many").selectOption("bounds");
  await green.getByLabel("At least").fill("3");
  await green.getByLabel("At most").fill("2");
  await expect(green.getByText("That is more than at most.")).toBeVisible();
  await expect(pools.getByRole("button", { name: "Review the change" })).toBeDisabled();
  await green.getByLabel("At least").fill("1");
  await expect(pools.getByText(/no Deployment of that name is in home/)).toBeVisible();
  await look(page, "pools");
  await pools.getByRole("button", { name: "Review the change" }).click();
  const told = dialogOf(page).getByRole("list", { name: "What will change" });
  await expect(told.getByText("md-0: 1 → 2 machines.")).toBeVisible();
  await expect(told.getByText(/Pool green is added with 1\s+machine/)).toBeVisible();
  await expect(dialogOf(page).getByText(/machineDeployments\[md-0\]\.replicas/)).toBeVisible();
  await look(page, "pools-preview");
  await dialogOf(page).getByRole("button", { name: "Change them" }).click();
  await expect.poll(() => nodes(operating), { timeout: 90_000 }).toBe(4);
  await ready();
}

/** The pool goes with its machine, which is named before. */
export async function removePool(operating: Operating): Promise<void> {
  const { page, look, ready } = operating;
  const pools = page.getByRole("region", { name: "Node pools" });
  await pools.getByRole("button", { name: "Remove the pool green" }).click();
  await pools.getByRole("button", { name: "Review the change" }).click();
  await expect(dialogOf(page).getByText(/Pool green goes, and its 1\s+machine: .*green/)).toBeVisible();
  await look(page, "pool-goes");
  await dialogOf(page).getByRole("button", { name: "Change them" }).click();
  await expect.poll(() => nodes(operating), { timeout: 90_000 }).toBe(3);
  await ready();
}

/** What is typed meanwhile outlives the roll, and what somebody else changes. */
export async function rollPool({ page, api, name, look, ready }: Operating): Promise<void> {
  const pools = page.getByRole("region", { name: "Node pools" });
  const machines = pools.getByRole("listitem", { name: "Pool md-0" }).getByLabel("Machines");
  await machines.fill("5");
  const { generation } = await api.cluster.get.query({ name });
  await pools.getByRole("button", { name: "Roll now the machines of md-0" }).click();
  await expect(dialogOf(page).getByText(/md-0 is rolled: its 2\s+machines are replaced/)).toBeVisible();
  await look(page, "roll");
  await dialogOf(page).getByRole("button", { name: "Roll it now" }).click();
  await expect
    .poll(async () => (await api.cluster.get.query({ name })).generation, { timeout: 30_000 })
    .toBe(generation + 1);
  await ready();
  const three = {
    name: "md-0",
    role: "fallback",
    machineClass: "default-worker",
    minNodes: 3,
    maxNodes: 3,
  } as const;
  await api.cluster.change.mutate({ name, change: { kind: "pools", pools: [three] } });
  await expect(pools.getByText("The pools were changed meanwhile.")).toBeVisible();
  await expect(pools.getByText("was 3")).toBeVisible();
  await expect(machines).toHaveValue("5");
  await look(page, "pools-overtaken");
  await pools.getByRole("button", { name: "Discard" }).click();
  await expect(machines).toHaveValue("3");
  await ready();
}

/** Told on the page and in the list while it lasts; an upgrade says what is in its way. */
export async function pauseAndResume({ page, api, name, origin, look, ready }: Operating): Promise<void> {
  await page.getByRole("button", { name: "Pause reconciliation" }).click();
  await expect(dialogOf(page).getByText(/stops looking after it/)).toBeVisible();
  await look(page, "pause");
  await dialogOf(page).getByRole("button", { name: "Pause it" }).click();
  const note = page.getByRole("region", { name: "Reconciliation is paused" });
  await expect(note).toBeVisible({ timeout: 30_000 });
  await ready();
  const version = page.getByRole("region", { name: "Kubernetes version" });
  await expect(version.getByText(/It is paused: Cluster API changes nothing of it/)).toBeVisible({
    timeout: 30_000,
  });
  await version.getByRole("button", { name: "Upgrade it" }).click();
  const checks = dialogOf(page).getByRole("list", { name: "Checks" });
  await expect(checks.getByText("Looked after: in the way")).toBeVisible();
  await expect(checks.getByText("Resume it.")).toBeVisible();
  await expect(dialogOf(page).getByRole("button", { name: "Upgrade to v1.36.4" })).toBeDisabled();
  await look(page, "upgrade-refused");
  await dialogOf(page).getByRole("button", { name: "Keep v1.35.4" }).click();
  await look(page, "paused");
  await page.goto(`${origin}/clusters`);
  await expect(page.getByTestId(`cluster-${name}`).getByText("reconciliation paused")).toBeVisible();
  await look(page, "paused-fleet");
  await page.goto(`${origin}/clusters/${name}`);
  await note.getByRole("button", { name: "Resume reconciliation" }).click();
  await dialogOf(page).getByRole("button", { name: "Resume it" }).click();
  await expect(note).toHaveCount(0, { timeout: 30_000 });
  await expect
    .poll(async () => (await api.cluster.get.query({ name })).reconcilePaused, { timeout: 30_000 })
    .toBe(false);
  await ready();
}

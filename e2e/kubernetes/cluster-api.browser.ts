import { expect, type Page, test } from "@playwright/test";
import { signedIn, type Api } from "../support/api.ts";
import { look } from "../support/look.ts";
import type { Product } from "../support/product.ts";
import { signUp } from "../support/thread.ts";
import { changePools, pauseAndResume, removePool, rollPool } from "./cluster-api/operate-in-the-browser.ts";
import { objectsIn, type Management } from "./cluster-api/management.ts";
import { startWithProduct } from "./cluster-api/with-product.ts";

const NAME = "heron-real";

let product: Product;
let management: Management;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  ({ product, management } = await startWithProduct());
});
test.afterAll(async () => {
  await product.stop();
  await management.stop();
});

test("from a kubeconfig to a cluster of Cluster API: checks, form, steps, more machines, another version, and nothing left", async ({
  page,
}) => {
  test.setTimeout(600_000);
  await signUp(page, product);
  const api = await signedIn(product.origin);
  await api.carbon.saveZone.mutate({
    zone: "DE",
    name: "Germany",
    sources: [{ source: "static", config: {} }],
  });

  await test.step("a management cluster says what it lacks, and has it after a click", () => connect(page));
  const before = await objectsIn(management.kube);
  await test.step("the form asks what the class asks, and shows what would be written", () => create(page));
  await test.step("its steps are Cluster API's own conditions, with their words", () =>
    becomesReady(page, api));
  const ready = () => stateIs(api, "ready");
  const operating = { page, api, name: NAME, origin: product.origin, look: lookFromTop, ready };
  await test.step("a pool gets more machines, another one comes", () => changePools(operating));
  await test.step("a pool goes, with its machine", () => removePool(operating));
  await test.step("a pool is rolled", () => rollPool(operating));
  await test.step("paused, and resumed", () => pauseAndResume(operating));
  await test.step("it goes to the next version", () => upgrade(page, api));
  await test.step("deleting it leaves nothing", () => leavesNothing(page, api));
  await expect.poll(() => objectsIn(management.kube), { timeout: 30_000 }).toEqual(before);
});

/** Half under the head of the page a link is too small to be hit: where it happened to be scrolled does not matter. */
async function lookFromTop(page: Page, name: string): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, 0));
  await look(page, name);
}

async function connect(page: Page): Promise<void> {
  await page.goto(`${product.origin}/settings`);
  const section = page.getByRole("region", { name: "Management clusters" });
  await expect(section.getByText(/None is connected/)).toBeVisible();
  await section.getByRole("button", { name: "Connect one" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kubeconfig").fill(management.kubeconfig);
  await dialog.getByRole("button", { name: "Read it" }).click();
  await expect(dialog.getByText(management.plane.server).first()).toBeVisible();
  await dialog.getByLabel("Name").fill("home");
  await dialog.getByRole("checkbox").click();
  await dialog.getByRole("button", { name: "Connect home" }).click();
  const checks = dialog.getByRole("list", { name: "Checks" });
  await expect(checks.getByText(/There is no ClusterClass/)).toBeVisible({ timeout: 30_000 });
  await look(page, "connected");
  await dialog.getByRole("button", { name: "Install it there" }).click();
  await expect(checks.getByText(/ClusterClass: karbonetes-in-memory/)).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(section.getByRole("button", { name: "Check home" })).toBeVisible();
  await look(page, "settings");
}

async function create(page: Page): Promise<void> {
  await page.goto(`${product.origin}/clusters`);
  await page.getByRole("link", { name: "By Cluster API" }).first().click();
  await page.waitForURL(/\/clusters\/new$/);
  await page.getByLabel("Name", { exact: true }).fill("Heron");
  await page.getByRole("button", { name: "Create it" }).click();
  await expect(page.getByText("One field needs a look above.")).toBeVisible();
  await look(page, "form");
  await page.getByLabel("Name", { exact: true }).fill(NAME);
  await page.getByLabel("Kubernetes version").selectOption("v1.35.4");
  await page.getByLabel("Control-plane machines").selectOption("1");
  await page.getByLabel("Machines", { exact: true }).fill("1");
  await page.getByRole("button", { name: "Show what would be written" }).click();
  const preview = page.getByRole("dialog");
  const object = preview.getByRole("region", { name: "The Cluster object as YAML" });
  await expect(object).toContainText("kind: Cluster");
  await expect(object).toContainText("version: v1.35.4");
  await look(page, "preview");
  await preview.getByRole("button", { name: "Back to the form" }).click();
  await page.getByRole("button", { name: "Create it" }).click();
  await page.waitForURL(new RegExp(`/clusters/${NAME}$`));
}

const stateIs = (api: Api, state: string, timeout = 150_000) =>
  expect.poll(async () => (await api.cluster.get.query({ name: NAME })).state, { timeout }).toBe(state);

async function becomesReady(page: Page, api: Api): Promise<void> {
  const creation = page.getByRole("region", { name: "Creation" });
  await expect(creation.getByText(/First machine/).first()).toBeVisible();
  await expect(creation.getByText(/All machines/).first()).toBeVisible();
  const log = page.getByTestId("step-log");
  await expect(log.getByText(/infrastructure/).first()).toBeVisible({ timeout: 60_000 });
  await look(page, "creating");
  await stateIs(api, "ready");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${NAME} is Ready`);
  const { log: events, ...cluster } = await api.cluster.get.query({ name: NAME });
  expect(cluster).toMatchObject({
    kubernetesVersion: "v1.35.4",
    nodesReady: 2,
    nodesWanted: 2,
    simulated: false,
  });
  expect(events.some(({ event, message }) => event === "waiting" && message.includes("* "))).toBe(true);
  await onlyConditions(page);
  await expect(page.getByRole("button", { name: "Download the kubeconfig" })).toHaveCount(0);
  await look(page, "ready");
}

/** What Cluster API said between the steps, which no step waited for: the worker's watch wrote it down. */
async function onlyConditions(page: Page): Promise<void> {
  const log = page.getByTestId("step-log");
  const step = page.getByLabel("Of which step");
  await page.getByRole("radio", { name: "Conditions" }).click();
  await step.selectOption("control-plane");
  await expect(log.getByText("ControlPlaneInitialized is True: Initialized.")).toBeVisible();
  await expect(log.getByText(/^started: /)).toHaveCount(0);
  await step.selectOption("infrastructure");
  await expect(log.getByText(/^InfrastructureReady is True/).first()).toBeVisible();
  await expect(log.getByText(/^ControlPlaneInitialized/)).toHaveCount(0);
  await step.selectOption("");
  await page.getByRole("radio", { name: "All", exact: true }).click();
}

async function upgrade(page: Page, api: Api): Promise<void> {
  const section = page.getByRole("region", { name: "Kubernetes version" });
  await section.getByRole("button", { name: "Upgrade it" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /v1\.36\.4/ }).click();
  await expect(dialog.getByRole("list", { name: "What will change" })).toContainText("v1.35.4 → v1.36.4");
  await expect(dialog.getByText("in the way")).toHaveCount(0);
  await look(page, "upgrade");
  await dialog.getByRole("button", { name: "Upgrade to v1.36.4" }).click();
  await expect(page.getByRole("region", { name: "Change" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/is being changed/)).toBeVisible({ timeout: 30_000 });
  await look(page, "upgrading");
  await expect
    .poll(async () => (await api.cluster.get.query({ name: NAME })).kubernetesVersion, { timeout: 150_000 })
    .toBe("v1.36.4");
  await stateIs(api, "ready");
}

async function leavesNothing(page: Page, api: Api): Promise<void> {
  await page.getByRole("button", { name: "Delete cluster" }).click();
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  await expect(dialog.getByText("3 machines of the pool md-0")).toBeVisible();
  await dialog.getByRole("textbox").fill(NAME);
  await look(page, "delete");
  await dialog.getByRole("button", { name: "Delete cluster" }).click();
  const over = page.getByRole("heading", { name: "No cluster yet." }); // nothing holds it: it may be gone before its steps are drawn
  await expect(page.getByRole("region", { name: "Teardown" }).or(over)).toBeVisible({ timeout: 30_000 });
  await look(page, "deleting");
  await expect
    .poll(async () => (await api.cluster.list.query()).map(({ name }) => name), { timeout: 90_000 })
    .not.toContain(NAME);
}

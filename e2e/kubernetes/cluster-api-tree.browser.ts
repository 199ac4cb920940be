import { expect, type Page, test } from "@playwright/test";
import { STARTER_CLASS } from "#server/domain/cluster/cluster-api/starter-class.ts";
import { signedIn, type Api } from "../support/api.ts";
import { look } from "../support/look.ts";
import type { Product } from "../support/product.ts";
import { signUp } from "../support/thread.ts";
import { applyAll, type Management } from "./cluster-api/management.ts";
import { startWay } from "./cluster-api/way.ts";
import { startWithProduct } from "./cluster-api/with-product.ts";

const NAME = "heron-tree";
const NAMESPACE = "default";

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

test("the objects of a cluster, live: from its making to its end, a machine deleted and one remediated", async ({
  page,
}) => {
  test.setTimeout(400_000);
  await signUp(page, product);
  const api = await signedIn(product.origin);
  await made(api);
  await page.goto(`${product.origin}/clusters/${NAME}`);
  await test.step("it grows while it is made", () => grows(page));
  await test.step("equal machines are one row, which opens by keyboard", () => opens(page));
  await test.step("an object is shown as YAML", () => shown(page));
  await test.step("remediation says when nobody would heed it, and does it when one would", () =>
    remediates(page));
  await test.step("a chosen machine is the one that goes", () => deletes(page, api));
  await test.step("without its management cluster the page says so", () => away(page, api));
  await test.step("while it goes, what is left is named", () => goes(page, api));
});

async function made(api: Api): Promise<void> {
  await api.carbon.saveZone.mutate({
    zone: "DE",
    name: "Germany",
    sources: [{ source: "static", config: {} }],
  });
  const { kubeconfig, plane } = management;
  const connect = { name: "home", kubeconfig, confirmedServer: plane.server };
  const { id } = await api.management.connect.mutate(connect);
  await api.management.installStarter.mutate({ id, namespace: NAMESPACE });
  await expect
    .poll(async () => (await api.management.check.query({ id })).checks.every(({ ok }) => ok), {
      timeout: 60_000,
    })
    .toBe(true);
  await api.cluster.createFromClass.mutate({
    name: NAME,
    zone: "DE",
    managementId: id,
    namespace: NAMESPACE,
    classRef: { name: STARTER_CLASS, namespace: NAMESPACE },
    kubernetesVersion: "v1.35.4",
    controlPlaneReplicas: 3,
    pools: [{ name: "md-0", role: "fallback", minNodes: 2, maxNodes: 2, machineClass: "default-worker" }],
  });
}

const objects = (page: Page) => page.getByRole("region", { name: "Objects" });

async function grows(page: Page): Promise<void> {
  const tree = objects(page);
  await expect(tree.getByText("KubeadmControlPlane").first()).toBeVisible({ timeout: 60_000 });
  await expect(tree.getByText("Not available").first()).toBeVisible({ timeout: 60_000 });
  await look(page, "tree-creating");
  await expect(tree.getByText(/^3\s+Machines$/)).toBeVisible({ timeout: 150_000 });
  await expect(tree.getByText(/^2\s+Machines$/)).toBeVisible({ timeout: 60_000 });
  await expect(tree.getByText("Not available")).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("is Ready", { timeout: 60_000 });
}

async function opens(page: Page): Promise<void> {
  const tree = objects(page);
  const group = tree.getByRole("button", { name: /^2\s+Machines$/ });
  await expect(group).toHaveAttribute("aria-expanded", "false");
  await group.press("Enter");
  await expect(group).toHaveAttribute("aria-expanded", "true");
  await tree.getByRole("button", { name: /^3\s+Machines$/ }).press("Enter");
  await expect(tree.getByRole("button", { name: /^Verbs of heron-tree-/ })).toHaveCount(5);
  await look(page, "tree-ready");
}

async function shown(page: Page): Promise<void> {
  await objects(page)
    .getByRole("button", { name: /^MachineDeployment .* as YAML$/ })
    .click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("region", { name: /as YAML$/ })).toContainText("kind: MachineDeployment");
  await look(page, "tree-yaml");
  await dialog.getByRole("button", { name: "Close" }).click();
}

/** The names of a pool's machines, as the page shows them. */
const workers = async (page: Page): Promise<string[]> => {
  const names = await objects(page)
    .getByRole("button", { name: /^Verbs of heron-tree-md-0-/ })
    .evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")?.replace("Verbs of ", "") ?? ""));
  return names.toSorted();
};

async function verb(page: Page, machine: string, name: string) {
  await objects(page)
    .getByRole("button", { name: `Verbs of ${machine}` })
    .click();
  await page.getByRole("menuitem", { name }).click();
  return page.getByRole("dialog");
}

async function remediates(page: Page): Promise<void> {
  const [machine = ""] = await workers(page);
  const refused = await verb(page, machine, "Remediate it");
  await expect(refused.getByText(/No MachineHealthCheck watches/)).toBeVisible();
  await expect(refused.getByRole("button", { name: "Remediate machine" })).toHaveCount(0);
  await look(page, "tree-remediate-refused");
  await refused.getByRole("button", { name: "Leave it as it is" }).click();
  await applyAll(management.kube, [
    {
      apiVersion: "cluster.x-k8s.io/v1beta2",
      kind: "MachineHealthCheck",
      metadata: { name: "watch-all", namespace: NAMESPACE },
      spec: {
        clusterName: NAME,
        selector: { matchLabels: { "cluster.x-k8s.io/cluster-name": NAME } },
        checks: { nodeStartupTimeoutSeconds: 0 },
      },
    },
  ]);
  await expect(async () => {
    const dialog = await verb(page, machine, "Remediate it");
    const act = dialog.getByRole("button", { name: "Remediate machine" });
    if (!(await act.isVisible())) await page.keyboard.press("Escape");
    await expect(act).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await look(page, "tree-remediate");
  await page.getByRole("button", { name: "Remediate machine" }).click();
  await expect(page.getByText(`${machine} is marked for remediation.`)).toBeVisible();
  await expect(objects(page).getByText(machine)).toHaveCount(0, { timeout: 60_000 });
  await expect(objects(page).getByRole("button", { name: /^2\s+Machines$/ })).toBeVisible({
    timeout: 60_000,
  });
}

async function deletes(page: Page, api: Api): Promise<void> {
  const group = objects(page).getByRole("button", { name: /^2\s+Machines$/ });
  if ((await group.getAttribute("aria-expanded")) === "false") await group.click();
  const [kept = "", chosen = ""] = await workers(page);
  const dialog = await verb(page, chosen, "Delete this machine");
  await expect(dialog.getByText(/md-0 goes from 2\s+machines to 1/)).toBeVisible();
  await expect(dialog.getByText(/md-0 stays at 2\s+machines/)).toBeVisible();
  await expect(dialog.getByText(/its node/i)).toBeVisible();
  await look(page, "tree-delete");
  await dialog.getByRole("button", { name: "Delete machine" }).click();
  await expect(objects(page).getByText(chosen)).toHaveCount(0, { timeout: 60_000 });
  await expect(objects(page).getByText(kept).first()).toBeVisible();
  const { spec } = await api.cluster.get.query({ name: NAME });
  expect(spec.pools).toMatchObject([{ name: "md-0", minNodes: 1, maxNodes: 1 }]);
}

/** Its credentials lead over a way that ends: what was read before stays, and the failure has its place. */
async function away(page: Page, api: Api): Promise<void> {
  const [home] = await api.management.list.query();
  const leadTo = (kubeconfig: string, confirmedServer: string) =>
    api.management.replaceCredentials.mutate({ id: home?.id ?? "", kubeconfig, confirmedServer });
  const way = await startWay(management.plane.server);
  await leadTo(management.kubeconfig.replaceAll(management.plane.server, way.server), way.server);
  way.stop();
  await expect(objects(page).getByText("Its objects could not be read.")).toBeVisible({ timeout: 40_000 });
  await expect(objects(page).getByText(`${way.server} cannot be reached`)).toBeVisible();
  await look(page, "tree-away");
  await leadTo(management.kubeconfig, management.plane.server);
  await expect(objects(page).getByText("Its objects could not be read.")).toHaveCount(0, { timeout: 40_000 });
}

async function goes(page: Page, api: Api): Promise<void> {
  const list = "/apis/infrastructure.cluster.x-k8s.io/v1beta2/namespaces/default/devmachines";
  const [held] = (await management.kube.list<{ metadata: { name: string; finalizers: string[] } }>(list))
    .items;
  const hold = (finalizers: string[]) =>
    management.kube.patch(
      `${list}/${held?.metadata.name}`,
      { metadata: { finalizers } },
      "application/merge-patch+json",
    );
  await hold([...(held?.metadata.finalizers ?? []), "example.org/keep"]);
  await api.cluster.delete.mutate({ name: NAME, confirm: NAME });
  await expect(objects(page).getByText(/Held by the finalizer.*example\.org\/keep/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(objects(page).getByRole("button", { name: /^Verbs of/ })).toHaveCount(0);
  await look(page, "tree-deleting");
  await hold([]);
  await expect
    .poll(async () => (await api.cluster.list.query()).map(({ name }) => name), { timeout: 90_000 })
    .not.toContain(NAME);
}

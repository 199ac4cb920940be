import { expect, type Page, test } from "@playwright/test";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { PERMISSIONS } from "#server/domain/cluster/cluster-api/management.ts";
import { STARTER_CLASS, starterClass } from "#server/domain/cluster/cluster-api/starter-class.ts";
import { signedIn, type Api } from "../support/api.ts";
import { backDateDeletion } from "../support/back-date.ts";
import { look } from "../support/look.ts";
import type { Product } from "../support/product.ts";
import { signUp } from "../support/thread.ts";
import { badClass, crashes, create, isGone, isReady, LONG } from "./cluster-api/creation-faults.ts";
import { limitedTo } from "./cluster-api/credentials.ts";
import { NAMESPACE } from "./cluster-api/fleet.ts";
import { applyAll, objectsIn, type Management } from "./cluster-api/management.ts";
import { startWithProduct } from "./cluster-api/with-product.ts";

const MACHINES = `/apis/infrastructure.cluster.x-k8s.io/v1beta2/namespaces/${NAMESPACE}/devmachines`;
const MERGE = "application/merge-patch+json";

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

test("creations and deletions that meet a fault: each is told on the page with what mends it, and ends", async ({
  page,
}) => {
  test.setTimeout(900_000);
  await signUp(page, product);
  const api = await signedIn(product.origin);
  await api.carbon.saveZone.mutate({
    zone: "DE",
    name: "Germany",
    sources: [{ source: "static", config: {} }],
  });
  await applyAll(management.kube, [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
    ...starterClass(NAMESPACE, STARTER_CLASS),
  ]);
  const { id: managementId } = await api.management.connect.mutate({
    name: "home",
    kubeconfig: management.kubeconfig,
    confirmedServer: management.plane.server,
  });
  const before = await objectsIn(management.kube);

  const faulty = { page, api, management, managementId, origin: product.origin };
  await test.step("a class that fits nothing", () => badClass(faulty));
  await test.step("the provider, the management API and the cluster's own API killed", () =>
    crashes(faulty, STARTER_CLASS));
  await test.step("a delete in the middle of a creation", () => cancels(page, api, managementId));
  await test.step("credentials that are refused are mended where it says so", () =>
    mends(page, api, managementId));
  await test.step("a finalizer that nobody takes away: stuck, retried, given up", () =>
    isStuck(page, api, managementId));
  await expect.poll(() => objectsIn(management.kube), LONG).toEqual(before);
});

async function cancels(page: Page, api: Api, managementId: string): Promise<void> {
  await create(api, managementId, "cut-short", STARTER_CLASS);
  await page.goto(`${product.origin}/clusters/cut-short`);
  await expect(
    page
      .getByTestId("step-log")
      .getByText(/infrastructure/i)
      .first(),
  ).toBeVisible(LONG);
  await remove(page, "cut-short", "Cancel and delete", async (dialog) => {
    await expect(dialog.getByText(/Its load balancers, volumes and Jobs could not be read/)).toBeVisible();
    await expect(dialog.getByText("1 network, with the load balancer of its API")).toBeVisible();
    await look(page, "cancel");
  });
  await page.waitForURL(`${product.origin}/clusters`, LONG); // nothing holds it: its teardown may be over before it is drawn
  await isGone(api, "cut-short");
}

async function mends(page: Page, api: Api, id: string): Promise<void> {
  await create(api, id, "locked", STARTER_CLASS);
  await isReady(api, "locked");
  const limited = await limitedTo(management.kube, management.kubeconfig, PERMISSIONS);
  await api.management.replaceCredentials.mutate({
    id,
    kubeconfig: limited.kubeconfig,
    confirmedServer: management.plane.server,
  });
  await limited.remove();
  const answer = () => api.management.check.query({ id }).then(JSON.stringify, String);
  await expect.poll(answer, LONG).toContain("(401)"); // it keeps for a while whom it knew
  await page.goto(`${product.origin}/clusters/locked`);
  await remove(page, "locked", "Delete cluster", async (dialog) => {
    await expect(dialog.getByText(/Its machines could not be read.*401/)).toBeVisible();
    await look(page, "delete-unread");
  });
  await expect(teardown(page)).toBeVisible(LONG);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("cannot be deleted", LONG);
  await expect(page.getByText(/refuses the credentials \(401\)/).first()).toBeVisible();
  await look(page, "refused");
  await page.getByRole("button", { name: "Replace the credentials of home" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kubeconfig").fill(management.kubeconfig);
  await dialog.getByRole("button", { name: "Read it" }).click();
  await dialog.getByRole("checkbox").click();
  await look(page, "mend");
  await dialog.getByRole("button", { name: "Replace the credentials" }).click();
  await expect(dialog).toHaveCount(0, LONG);
  await isGone(api, "locked"); // by itself
}

async function isStuck(page: Page, api: Api, managementId: string): Promise<void> {
  await create(api, managementId, "held", STARTER_CLASS);
  await isReady(api, "held");
  const [machine] = (await management.kube.list<KubeObject>(MACHINES)).items;
  const finalizers = (all: string[]) =>
    management.kube.patch(`${MACHINES}/${machine?.metadata.name}`, { metadata: { finalizers: all } }, MERGE);
  await finalizers([...(machine?.metadata.finalizers ?? []), "example.org/keep"]);
  await page.goto(`${product.origin}/clusters/held`);
  await remove(page, "held", "Delete cluster", async (dialog) => {
    await expect(dialog.getByText("1 machine of the pool md-0")).toBeVisible();
    await expect(dialog.getByText("1 control-plane machine")).toBeVisible();
    await look(page, "delete");
  });
  await expect(teardown(page)).toBeVisible(LONG);
  const blocker = `DevMachine ${NAMESPACE}/${machine?.metadata.name} is held by the finalizer example.org/keep.`;
  await expect(page.getByText(blocker).first()).toBeVisible(LONG);
  await look(page, "held");

  const stuck = page.getByRole("button", { name: /^Abandon, leaving/ });
  await backDateDeletion(product, "held");
  await expect(stuck).toBeVisible(LONG);
  await look(page, "stuck");
  await page.getByRole("button", { name: "Retry", exact: true }).click();
  await expect(stuck).toHaveCount(0);
  await backDateDeletion(product, "held");
  await expect(stuck).toBeVisible(LONG);
  await stuck.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("listitem").last()).toContainText(
    "the Cluster object in the namespace fleet",
  );
  await expect(dialog).toContainText(
    `DevMachine ${NAMESPACE}/${machine?.metadata.name}, held by`, // what is left has a name
  );
  await expect(dialog).toContainText("example.org/keep");
  await look(page, "abandon");
  await dialog.getByRole("button", { name: "Abandon it" }).click();
  await isGone(api, "held");

  await expect(create(api, managementId, "held", STARTER_CLASS)).rejects.toThrow(
    `An older Cluster ${NAMESPACE}/held is still being deleted in home. ${blocker}`,
  );
  await finalizers([]);
}

const teardown = (page: Page) => page.getByRole("region", { name: "Teardown" });

/** By the dialog on its page, once that says what it should. */
async function remove(
  page: Page,
  name: string,
  button: string,
  says: (dialog: ReturnType<Page["getByRole"]>) => Promise<void>,
): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog");
  await says(dialog);
  await dialog.getByRole("textbox").fill(name);
  await dialog.getByRole("button", { name: "Delete cluster" }).click();
}

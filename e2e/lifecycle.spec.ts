import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

test.describe.configure({ mode: "serial" }); // one imports what several look at

const BROKEN = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://10.1.2.3:6443"}}]
users: [{name: u, user: {exec: {command: aws, apiVersion: client.authentication.k8s.io/v1}}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
`;

test("a broken kubeconfig is refused with a sentence, and nothing typed is lost", async ({ page }) => {
  await page.goto("/clusters");
  await page.getByRole("button", { name: "Import a kubeconfig" }).click();
  const field = page.getByRole("textbox", { name: "Kubeconfig" });
  for (const [text, sentence] of [
    ["not: [yaml", /YAML|kubeconfig/i],
    [BROKEN, /exec|program/i],
  ] as const) {
    await field.fill(text);
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Look|Check|Read|Inspect/ })
      .click();
    await expect(page.getByRole("dialog").getByText(sentence).last()).toBeVisible();
    await expect(field).toHaveValue(text);
  }
});

test("a sandbox's own kubeconfig is imported after its address is confirmed", async ({ page, api }) => {
  await api.cluster.create.mutate({ name: "to-import", zone: "US-CAL-CISO", size: "small" });
  await expect
    .poll(async () => (await api.cluster.get.query({ name: "to-import" })).state, { timeout: 60_000 })
    .toBe("ready");
  const { yaml } = await api.cluster.kubeconfig.query({ name: "to-import" });
  await page.goto("/clusters");
  await page.getByRole("button", { name: "Import a kubeconfig" }).click();
  await page.getByRole("textbox", { name: "Kubeconfig" }).fill(yaml);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Look|Check|Read|Inspect/ })
    .click();
  await page.getByLabel("Name", { exact: true }).fill("imported-1");
  const confirm = page.getByRole("button", { name: "Import imported-1" });
  await expect(confirm).toBeDisabled();
  await expect(page.getByRole("button", { name: "Ask its nodes where they stand" })).toBeHidden();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Ask its nodes where they stand" }).click();
  await expect(page.getByRole("dialog").getByRole("status")).toContainText(
    "The labels of its nodes do not say where they stand.",
  );
  await confirm.click();
  await page.waitForURL(/\/clusters\/imported-1/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/is ready and locked/i, {
    timeout: 60_000,
  });
});

test("an imported cluster whose credentials are refused says so, and is ready with others", async ({
  page,
  api,
}) => {
  const { yaml } = await api.cluster.kubeconfig.query({ name: "to-import" });
  const kubeconfig = yaml.replace(/(token"?: *"?)[^\s"]+/, "$1ended");
  const confirmedServer = /https:[^\s"]*/.exec(yaml)?.[0] ?? "";
  await api.cluster.import.mutate({ name: "mended", zone: "US-CAL-CISO", kubeconfig, confirmedServer });
  await page.goto("/clusters/mended");
  await expect(page.getByText(/refuses the credentials \(401\)/).first()).toBeVisible({ timeout: 30_000 });
  await look(page, "credentials-refused");
  await page.getByRole("button", { name: "Replace the credentials" }).first().click();
  const dialog = page.getByRole("dialog");
  const give = async (text: string) => {
    await dialog.getByRole("textbox", { name: "Kubeconfig" }).fill(text);
    await dialog.getByRole("button", { name: "Read it" }).click();
    await dialog.getByRole("checkbox").check();
    await dialog.getByRole("button", { name: "Replace the credentials" }).click();
  };
  await give(kubeconfig);
  await expect(dialog.getByRole("alert")).toContainText("The new credentials do not work.");
  await look(page, "credentials-do-not-work");
  await dialog.getByRole("button", { name: "Back to the text" }).click();
  await give(yaml);
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("is Ready and locked", {
    timeout: 60_000,
  });
});

test("an imported cluster is locked until its review, which refuses what is wrong and writes what was shown", async ({
  page,
  api,
}) => {
  const { id } = await api.cluster.get.query({ name: "imported-1" });
  const policy = { name: "for-the-imported", clusterIds: [id], namespaces: [], spec: {} };
  await api.policy.save.mutate(policy);
  await page.goto("/policies/for-the-imported");
  const rollout = page.getByTestId("rollout-imported-1");
  await expect(rollout).toContainText("It waits for the review of imported-1", { timeout: 30_000 });
  await rollout.getByRole("link", { name: "imported-1" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toContainText("is Ready and locked");
  await expect(page.getByRole("button", { name: /Install the agent|Pause carbon/ })).toHaveCount(0);
  await look(page, "review-section");
  await page.getByRole("button", { name: "Review what would be written" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Image").fill("no-tag");
  await dialog.getByRole("button", { name: "Show what would be written" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Give the image with its tag");
  await dialog.getByLabel("Image").fill("registry.example.org/karbonetes/agent:1.2.3");
  await dialog.getByRole("button", { name: "Show what would be written" }).click();
  const objects = dialog.getByRole("list", { name: "What would be written" });
  await expect(objects).toContainText("Deployment karbonetes-system/karbonetes-agent");
  // a simulated cluster does not serve all of it, and says so before anything is written
  await expect(objects.getByText(/does not serve matchConditions/)).toBeVisible();
  await objects.getByText("Namespace karbonetes-system").click();
  await expect(objects.getByRole("region", { name: "Namespace karbonetes-system" })).toContainText(
    "US-CAL-CISO",
  );
  await look(page, "review-with-agent");
  await dialog.getByRole("checkbox", { name: /With the agent/ }).uncheck();
  await dialog.getByRole("button", { name: "Show what would be written" }).click();
  await expect(objects).toContainText("CarbonAwarePolicy");
  await look(page, "review");

  // somebody changes what would be written while it is read
  await api.policy.save.mutate({ ...policy, name: "another", namespaces: ["default"] });
  await dialog.getByRole("button", { name: "Write these" }).click();
  await expect(dialog.getByRole("alert")).toContainText("is not what was shown any more");
  await dialog.getByRole("button", { name: "Look at it again" }).click();
  await expect(objects).toContainText("default/another");
  await dialog.getByRole("button", { name: "Write these" }).click();
  await expect(
    dialog.getByText("Its marks are written; policies and scores follow within seconds."),
  ).toBeVisible();
  await look(page, "reviewed");
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("Reviewed by")).toBeVisible();
  await expect
    .poll(
      async () => (await api.policy.list.query()).map(({ rollout: [first] }) => first?.condition?.reason),
      {
        timeout: 30_000,
      },
    )
    .toContain("Synced");
});

test("a kubeconfig of one's own: what is typed wrong and what the cluster cannot do are sentences", async ({
  page,
}) => {
  await page.goto("/clusters/imported-1");
  await page.getByRole("button", { name: "Get a kubeconfig" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Namespaces").fill("Climate");
  await expect(dialog.getByText("Climate is no name of a namespace.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Get it" })).toBeDisabled();
  await dialog.getByLabel("Namespaces").fill("");
  await dialog.getByRole("radio", { name: /^edit/ }).click();
  await expect(dialog.getByText(/edit reaches every Secret/)).toBeVisible();
  await look(page, "access-dialog");
  await dialog.getByRole("button", { name: "Get it" }).click();
  await expect(dialog.getByRole("alert")).toContainText("gives out no tokens (TokenRequest)");
  await look(page, "access-refused");
});

const SHOTS = process.env["KARBON_SHOTS"]; // a folder, for whoever wants to look

/** No fault that axe finds, and a picture at both widths in both lights. */
async function look(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).disableRules(["page-has-heading-one"]).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  if (!SHOTS) return;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 1000 });
      await page.screenshot({ path: path.join(SHOTS, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.emulateMedia({ colorScheme: "light" });
}

test("what cannot be made now is shown with the reason, and cannot be chosen", async ({ page }) => {
  await page.goto("/clusters");
  await page.getByRole("button", { name: "With other settings" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("radio", { name: /^Local/ })).toBeDisabled();
  await expect(
    dialog.getByText(/clock is set by hand, and real Kubernetes knows real time only/),
  ).toBeVisible();
  await expect(dialog.getByRole("radio", { name: /^Sandbox/ })).toBeChecked();
});

test("a cluster is deleted half-way through its creation", async ({ page, api }) => {
  await api.cluster.create.mutate({ name: "short-lived", zone: "US-CAL-CISO", size: "small" });
  await page.goto("/clusters/short-lived");
  await page.getByRole("button", { name: /Cancel and delete|Delete cluster/ }).click();
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  const doIt = dialog.getByRole("button", { name: "Delete cluster" });
  await expect(doIt).toBeDisabled();
  await dialog.getByRole("textbox").fill("short-lived");
  await doIt.click();
  await expect
    .poll(async () => (await api.cluster.list.query()).map(({ name }) => name), { timeout: 60_000 })
    .not.toContain("short-lived");
});

test("the worker is killed in the middle of a creation, and goes on", async ({ api, product }) => {
  await api.cluster.create.mutate({ name: "interrupted", zone: "US-CAL-CISO", size: "small" });
  const worker = product.pids().children.find(({ name }) => name === "worker");
  if (!worker) throw new Error("There is no worker to kill.");
  process.kill(worker.pid, "SIGKILL");
  await expect
    .poll(async () => (await api.cluster.get.query({ name: "interrupted" })).state, { timeout: 90_000 })
    .toBe("ready");
});

test("live updates come back after the console was away, and the page says so meanwhile", async ({
  page,
  api,
  product,
}) => {
  await page.goto("/clusters");
  await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
  const consoleChild = product.pids().children.find(({ name }) => name === "console");
  if (!consoleChild) throw new Error("There is no console to kill.");
  process.kill(consoleChild.pid, "SIGKILL");
  await expect(page.getByText(/Reconnecting|Disconnected/).first()).toBeVisible();
  await expect(page.getByText("Live", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  await product.healthy();
  await api.cluster.create.mutate({ name: "seen-again", zone: "US-CAL-CISO", size: "small" });
  await expect(page.getByRole("link", { name: "seen-again" }).first()).toBeVisible({ timeout: 30_000 });
});

test("health is told without signing in, and says what is down", async ({ origin }) => {
  const answer = await fetch(`${origin}/healthz`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ console: "ok", worker: "ok", database: "ok" });
});

test("what a person can type wrong is a sentence, never a 500", async ({ api }) => {
  await refused(
    api.cluster.create.mutate({ name: "x".repeat(41), zone: "US-CAL-CISO" }),
    /at most 40 characters/,
  );
  await refused(api.cluster.create.mutate({ name: "Not_A_Name", zone: "US-CAL-CISO" }), /lower-case letters/);
  await refused(api.cluster.create.mutate({ name: "fine", zone: "ATLANTIS" }), /ATLANTIS/);
  await refused(api.cluster.inspectKubeconfig.mutate({ kubeconfig: "x".repeat(300_000) }), /256|large|KiB/i);
  await refused(
    api.carbon.saveZone.mutate({
      zone: "BAD",
      name: "Bad",
      sources: [{ source: "replay", config: { csv: "time,g\n2020-01-01,-5\n", file: "bad.csv" } }],
    }),
    /line|row|negative|readings/i,
  );
  await refused(api.carbon.zone.query({ zone: "NOWHERE" }), /NOWHERE/);
  await refused(
    api.policy.save.mutate({
      name: "never",
      spec: { maxDelay: "-3h" },
      clusterIds: [],
      namespaces: [],
    }),
    /duration from/,
  );
});

async function refused(act: Promise<unknown>, sentence: RegExp): Promise<void> {
  const error = await act.then(
    () => undefined,
    (reason: unknown) => reason as { message: string; data?: { httpStatus?: number } },
  );
  expect(error?.message).toMatch(sentence);
  expect(error?.data?.httpStatus ?? 400).toBeLessThan(500);
}

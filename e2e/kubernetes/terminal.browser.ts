import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import { startControlPlane } from "#server/adapters/control-plane/start-control-plane.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { type Product, startProduct } from "../support/product.ts";
import { signUp } from "../support/thread.ts";
import { saveGrid } from "./grid.ts";
import { importInTheBrowser, NAME, reviewWithoutAgent } from "./imported/in-the-browser.ts";
import { signedIn } from "../support/api.ts";
import { startExecKubelet } from "./resources/exec-kubelet.ts";
import { lookAtWidths } from "../support/look.ts";

const PODS = "/api/v1/namespaces/default/pods";

let product: Product;
let plane: { kubeconfig: string; server: string; stop: () => Promise<void> };
let kubelet: { stop: () => Promise<void> };
let kube: KubeClient;
const dir = mkdtempSync(path.join(os.tmpdir(), "karbonetes-terminal-"));
test.beforeAll(async () => {
  test.setTimeout(300_000);
  const engines = await haveEngines({ env: process.env, say: () => undefined });
  [product, plane] = await Promise.all([startProduct(), startControlPlane({ dir, engines })]);
  kube = createKubeClient(plane.kubeconfig);
  kubelet = await startExecKubelet(kube, plane.kubeconfig, "box-node");
});
test.afterAll(async () => {
  await product.stop();
  await kubelet.stop();
  await kube.close();
  await plane.stop();
  rmSync(dir, { recursive: true, force: true });
});

test("a shell in a pod of a real cluster: typed in, read after its end, opened again", async ({ page }) => {
  test.setTimeout(300_000);
  await signUp(page, product);
  await saveGrid(await signedIn(product.origin), Date.now());
  const containers = ["main", "side"].map((name) => ({ name, image: "busybox" }));
  const body = { metadata: { name: "box" }, spec: { nodeName: "box-node", containers } };
  await expect
    .poll(() => kube.json(PODS, { method: "POST", body }).then(() => true, String), { timeout: 30_000 })
    .toBe(true);
  await importInTheBrowser(page, plane);

  const box = `${product.origin}/clusters/${NAME}/resources/pods/default/box`;
  await page.goto(`${box}?show=terminal`);
  await expect(page.getByText(`${NAME} is locked: a terminal opens once`)).toBeVisible();
  await lookAtWidths(page, "terminal-locked");
  await reviewWithoutAgent(page);
  await page.goto(box);
  await page.getByRole("link", { name: "Terminal" }).click();
  await expect(page).toHaveURL(/show=terminal/);
  await expect(page.getByLabel("Container")).toHaveValue("main");
  await lookAtWidths(page, "terminal-before");
  await page.getByRole("button", { name: "Open a terminal" }).click();
  const screen = page.getByTestId("terminal");
  await expect(page.getByText(/In main\. Tab goes to the shell/)).toBeVisible();
  await expect(screen.getByRole("textbox")).toBeFocused();
  await page.keyboard.type("echo $((6*7))-$TERM\n");
  await expect(screen).toContainText("42-xterm-256color");
  await page.keyboard.type("ls --color=always /\n");
  await expect(screen).toContainText("usr");
  await lookAtWidths(page, "terminal-open");
  await screen.getByRole("textbox").focus();
  await page.keyboard.press("F6");
  await expect(screen.getByRole("textbox")).not.toBeFocused();
  await screen.getByRole("textbox").focus();
  await page.keyboard.type("exit 3\n");
  const ended = page.getByRole("alert").filter({ hasText: "The terminal ended." });
  await expect(ended).toContainText(/exit (code|status).* 3/);
  await expect(screen).toContainText("42-xterm-256color");
  await lookAtWidths(page, "terminal-ended");

  await page.getByLabel("Container").selectOption("side");
  await page.getByLabel("Command", { exact: true }).fill("cat");
  await page.getByRole("button", { name: "Open another" }).click();
  await expect(page.getByText(/In side\./)).toBeVisible();
  await page.keyboard.type("said twice\n");
  await expect(screen).toContainText(/said twice.*said twice/s);
  await page.getByRole("button", { name: "End it" }).click();
  await expect(page.getByText("You ended it.")).toBeVisible();
});

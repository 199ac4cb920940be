import { expect, type Page } from "@playwright/test";
import { shoot } from "./look.ts";

/** A kubeconfig of one's own for eight hours, taken on the page of a cluster: the file that the browser saved. */
export async function takeAccess(page: Page, cluster: string, extent: string): Promise<string> {
  await page.getByRole("button", { name: "Get a kubeconfig" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "8\u00a0h" }).click();
  await dialog.getByRole("radio", { name: new RegExp(`^${extent}`) }).click();
  await shoot(page, "access");
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Get it" }).click();
  const file = await (await download).path();
  await expect(dialog.getByText(`${cluster}-${extent}.kubeconfig is in your downloads.`)).toBeVisible();
  await shoot(page, "access-given");
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("list", { name: "Who has access" })).toContainText(`${extent}, until`);
  await shoot(page, "access-list");
  return file;
}

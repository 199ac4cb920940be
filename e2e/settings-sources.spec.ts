import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const TOKEN = "never-seen-again-4f2a91";

test("a key is kept and never shown again; asked with it, a source that is not reached says so", async ({
  page,
  api,
}) => {
  await page.goto("/settings#sources");
  const section = page.getByRole("region", { name: "Sources", exact: true });
  await section.getByRole("button", { name: "Add an account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Keep the key" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Give the API token.");
  await expect(dialog.getByText("30 times a minute")).toBeVisible();
  await expect(dialog.getByText(/never live/)).toBeVisible();
  await dialog.getByLabel("API token").fill(TOKEN);
  const answers = bodiesOf(page); // from here on it only goes in
  await dialog.getByRole("button", { name: "Keep the key" }).click();
  await expect(dialog).toBeHidden();

  const row = section.getByRole("row", { name: /Our Electricity Maps/ });
  await expect(row).toContainText(/set on \d+ \w+/);
  await row.getByRole("button", { name: "Test Our Electricity Maps" }).click();
  await dialog.getByRole("button", { name: "Ask it" }).click();
  await expect(dialog.getByRole("status")).toHaveText(/^Electricity Maps cannot be reached: .+\.$/, {
    timeout: 30_000,
  });
  await dialog.getByRole("button", { name: "Close" }).click();

  await page.reload();
  await expect(row).toBeVisible();
  const said = [
    ...(await answers()),
    JSON.stringify(await api.carbon.accounts.query()),
    await page.content(),
  ];
  expect(said.filter((body) => body.includes(TOKEN))).toEqual([]);
  expect(said.length).toBeGreaterThan(5);

  await row.getByRole("button", { name: "Remove Our Electricity Maps" }).click();
  await dialog.getByRole("textbox").fill("Our Electricity Maps");
  await dialog.getByRole("button", { name: "Remove account" }).click();
  await expect(row).toBeHidden();
});

test("a grid's sources are set in order, and the next one speaks while the first is not reached", async ({
  page,
  api,
}) => {
  await page.goto("/settings#grids");
  const section = page.getByRole("region", { name: "Grids" });
  await section.getByRole("button", { name: "Add a grid" }).click();
  const dialog = page.getByRole("dialog");
  const sources = dialog.getByRole("list", { name: "Sources, in order" });
  await dialog.getByLabel("Source", { exact: true }).selectOption("static");
  await dialog.getByLabel("Key").fill("AT");
  await dialog.getByLabel("Name").fill("Austria");
  await dialog.getByRole("button", { name: "Add a source to fall back on" }).click();
  await dialog.getByRole("button", { name: "Add the grid" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Give the country, such as de.");
  await dialog.getByLabel("Country").fill("Austria");
  await expect(dialog.getByRole("alert")).toHaveText(/two small letters/);
  await dialog.getByLabel("Country").fill("at");
  await sources.getByRole("button", { name: "Test Energy-Charts" }).click();
  await expect(sources.getByRole("status")).toHaveText(/^Energy-Charts cannot be reached: /, {
    timeout: 30_000,
  });

  const up = sources.getByRole("button", { name: "Up Energy-Charts" });
  await up.focus();
  await page.keyboard.press("Enter");
  await expect(sources.getByRole("listitem")).toHaveText([
    /^1\. Energy-Charts/,
    /^2\. Green hours by the clock/,
  ]);
  await dialog.getByRole("button", { name: "Add the grid" }).click();
  await expect(dialog).toBeHidden();

  const row = section.getByRole("row", { name: /Austria/ });
  await expect(row).toContainText(/Fails since .*Energy-Charts cannot be reached/, { timeout: 60_000 });
  await expect(row).toContainText(/Speaks since .*, as Energy-Charts cannot be reached/);
  await page.reload();
  await expect(row.getByRole("listitem")).toHaveText([/^1\. Energy-Charts/, /^2\. set by the clock/]);
  const view = await api.carbon.zone.query({ zone: "AT" });
  expect(view.provenance).toMatch(
    /^set by the clock, not measured, since \d\d:\d\d.UTC as Energy-Charts cannot be reached/,
  );
  expect(view.latest).not.toBeNull();

  await row.getByRole("button", { name: "Change the sources of Austria" }).click();
  await sources.getByRole("button", { name: "Down Energy-Charts" }).click();
  await dialog.getByRole("button", { name: "Save the list" }).click();
  await expect(row).toContainText("Speaks; last asked", { timeout: 60_000 });
  await api.carbon.removeZone.mutate({ zone: "AT" });
});

test("average and marginal are never one grid", async ({ page }) => {
  await page.goto("/settings#grids");
  await page.getByRole("button", { name: "Add a grid" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Add a source to fall back on" }).click();
  await dialog.getByLabel("Source", { exact: true }).selectOption("watttime");
  await expect(dialog.getByText(/are never one series: add another grid for WattTime/)).toBeVisible();
});

test("a place is set, looked up, and taken back", async ({ page, api }) => {
  await page.goto("/settings#places");
  const section = page.getByRole("region", { name: "Places" });
  await section.getByLabel("Region or topology zone").fill("two words");
  await section.getByRole("button", { name: "Set the place" }).click();
  await expect(section.getByRole("alert")).toHaveCount(2);
  await section.getByLabel("Region or topology zone").fill("Rack-7");
  await section.getByLabel("Grid", { exact: true }).fill("US-CAL-CISO");
  await section.getByRole("button", { name: "Set the place" }).click();
  await expect(section.getByRole("row", { name: /rack-7/ })).toContainText("US-CAL-CISO");
  await section.getByText(/Look up one of/).click();
  await section.getByLabel("Region, provider or grid").fill("eu-central-1");
  await expect(section.getByRole("row", { name: /eu-central-1/ })).toContainText("DE, not watched yet");
  await section.getByRole("button", { name: "Remove rack-7" }).click();
  await expect(section.getByRole("row", { name: /rack-7/ })).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(section.getByRole("row", { name: /rack-7/ })).toBeVisible();
  await api.setting.savePlaces.mutate({});
});

test("emission factors are shown, changed, and set back", async ({ page, api }) => {
  await page.goto("/settings#emission-factors");
  const section = page.getByRole("region", { name: "Emission factors" });
  await expect(section.getByLabel("Coal")).toHaveValue("820");
  await section.getByLabel("Coal").fill("");
  await expect(section.getByRole("alert")).toHaveText("Give the emission factor as a number of g/kWh.");
  await section.getByLabel("Coal").fill("900,5");
  await section.getByRole("button", { name: "Save the factors" }).click();
  await expect.poll(async () => (await api.setting.emissionFactors.query()).inForce.coal).toBe(900.5);
  await section.getByRole("button", { name: "Fill in ours" }).click();
  await section.getByRole("button", { name: "Save the factors" }).click();
  await expect.poll(async () => (await api.setting.emissionFactors.query()).inForce.coal).toBe(820);
});

/** Collects what the server sends from now on. */
function bodiesOf(page: Page): () => Promise<string[]> {
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.url().includes("live")) return; // a stream has no end
    bodies.push(response.text().catch(() => ""));
  });
  return () => Promise.all(bodies);
}

import { readFile, writeFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import type { Download, Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import type { Api } from "./support/api.ts";

const CISO = "US-CAL-CISO";
const PJM = "US-MIDA-PJM";
const SHOTS = process.env["KARBON_SHOTS"]; // a folder, for whoever wants to look
const CLOCK = "CLOCK"; // half-hourly, so that a month of it is more than a chart draws

async function furnish(api: Api): Promise<void> {
  if (!(await api.carbon.zones.query()).some(({ zone }) => zone === CLOCK))
    await api.carbon.saveZone.mutate({
      zone: CLOCK,
      name: "Clock",
      sources: [
        {
          source: "static",
          config: {
            opensAt: "10:00",
            closesAt: "16:00",
            timeZone: "UTC",
            insideGramsPerKwh: 100,
            outsideGramsPerKwh: 420,
          },
        },
      ],
    });
  for (const zone of [CISO, PJM, CLOCK])
    await expect
      .poll(async () => (await api.carbon.zone.query({ zone })).forecast !== null, { timeout: 60_000 })
      .toBe(true);
}

test.describe.configure({ mode: "serial" });
test.beforeEach(async ({ api }) => furnish(api));

/** The address turns first, and the box with it a moment later. */
async function choose(box: Locator): Promise<void> {
  await box.click();
  await expect(box).toBeChecked();
}

const names = (page: Page) =>
  page.locator('[data-testid^="zone-"]').evaluateAll((rows) => rows.map((row) => row.dataset["testid"]));

test("zones are listed by what they emit now or by their next window, and the address says which", async ({
  page,
  api,
}) => {
  await page.goto("/carbon");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/cleanest, at \d+.g\/kWh/);
  const zones = await api.carbon.zones.query();
  const byNow = zones
    .toSorted((a, b) => (a.latest?.gramsPerKwh ?? 0) - (b.latest?.gramsPerKwh ?? 0))
    .map(({ zone }) => `zone-${zone}`);
  await expect.poll(() => names(page)).toEqual(byNow);
  await page.getByRole("radio", { name: "Next window" }).click();
  await expect(page).toHaveURL(/\?sort=window$/);
  const now = Date.parse("2026-06-10T06:12:00Z");
  const opens = (windows: readonly { opensAt: Date; closesAt: Date }[]) =>
    Math.max(now, Number(windows.find(({ closesAt }) => +closesAt > now)?.opensAt ?? Infinity));
  const byWindow = zones
    .toSorted((a, b) => opens(a.windows) - opens(b.windows) || a.zone.localeCompare(b.zone))
    .map(({ zone }) => `zone-${zone}`);
  await expect.poll(() => names(page)).toEqual(byWindow);
  await page.goBack();
  await expect(page).toHaveURL(/\/carbon$/);
  await expect.poll(() => names(page)).toEqual(byNow);
});

test("two zones chosen are compared on one axis, and the back button undoes a step", async ({ page }) => {
  await page.goto("/carbon");
  await expect(page.getByRole("button", { name: "Compare zones" })).toBeDisabled();
  await choose(page.getByRole("checkbox", { name: "Compare California" }));
  await choose(page.getByRole("checkbox", { name: "Compare Mid-Atlantic" }));
  await page.getByRole("link", { name: "Compare 2 zones" }).click();
  await expect(page).toHaveURL(new RegExp(`/carbon/compare\\?zones=${CISO},${PJM}$`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Over the last week .* cleaner than/);
  await expect(page.getByRole("img", { name: /cleanest first: on average/ })).toBeVisible();
  await page.getByRole("radio", { name: "Year" }).click();
  await expect(page).toHaveURL(/range=year/);
  await expect(page.getByText(/Means of UTC days, of [\d,]+ readings/)).toBeVisible();
  await choose(page.getByRole("checkbox", { name: /Clock/ }));
  await expect(page.getByRole("row", { name: /Clock/ })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("row", { name: /Clock/ })).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole("radio", { name: "Week" })).toBeChecked();
});

test("a link leads to a zone, its range and its overlay; what is none is named", async ({ page }) => {
  await page.goto(`/carbon/${CLOCK}?range=month&overlay=forecast`);
  await expect(page.getByRole("radio", { name: "Month" })).toBeChecked();
  await expect(page.getByRole("switch", { name: "What had been forecast" })).toBeChecked();
  await expect(page.getByText("Drawn by LTTB: 1,200 of 1,440 readings")).toBeVisible();
  await page.getByRole("radio", { name: "Year" }).click();
  await expect(page).toHaveURL(/range=year$/);
  await expect(page.getByText(/Drawn by LTTB: 1,\d{3} of [\d,]{5,} readings/)).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/range=month&overlay=forecast$/);
  await expect(page.getByRole("radio", { name: "Month" })).toBeChecked();
  await page.goto(`/carbon/${CLOCK}?range=decade&overlay=clouds`);
  await expect(page.getByText("There is no range decade")).toBeVisible();
  await page.goto("/carbon?sort=price");
  await expect(page.getByText("Zones are not sorted by price")).toBeVisible();
  await page.goto(`/carbon/compare?zones=${CISO},ATLANTIS`);
  await expect(page.getByText("No zone is called ATLANTIS.")).toBeVisible();
});

test("a zone's page says when it is clean and what its forecast is worth", async ({ page, api }) => {
  await page.goto(`/carbon/${CISO}`);
  // while the past is still being read, what is judged grows
  await expect(async () => {
    const { skill } = await api.carbon.skill.query({ zone: CISO });
    const error = skill?.rows[0]?.maeOurs.toFixed(1) ?? "none";
    await expect(page.getByRole("cell", { name: error, exact: true }).first()).toBeVisible({
      timeout: 1_000,
    });
  }).toPass({ timeout: 15_000 });
  await expect(page.getByText(/captured \d+.% of the ideal saving/)).toBeVisible();
  await expect(page.getByText(/is the cleanest hour on average/).first()).toBeVisible();
  await expect(page.getByRole("img", { name: /Hours of California, sorted/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Windows ahead" })).toBeVisible();
});

const bytesOf = async (download: Download) => readFile(await download.path());

test("the CSV is every reading that the API has; the table behind the chart too", async ({ page, api }) => {
  await page.goto(`/carbon/${CISO}?range=month`);
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: /Download CSV/ }).press("Enter");
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^US-CAL-CISO-month-2026-06-10\.csv$/);
  const [head, ...rows] = (await bytesOf(download)).toString("utf8").trim().split("\n");
  expect(head).toBe("starts_at_utc,intensity_gco2e_per_kwh,quality,step_minutes,signal,zone,provenance");
  const { readings } = await api.carbon.history.query({ zone: CISO, range: "month" });
  expect(rows).toEqual(
    readings.map(({ startsAt, gramsPerKwh, quality, stepMs }) =>
      [
        new Date(startsAt).toISOString().replace(".000Z", "Z"),
        gramsPerKwh,
        quality,
        stepMs / 60_000,
        "average",
        CISO,
        '"recorded 2022, replayed"',
      ].join(","),
    ),
  );
  expect(rows.length).toBeGreaterThan(700);
  await page.getByRole("button", { name: "Show as table" }).first().click();
  await expect(page.getByText(`Readings 1 to 240 of ${readings.length}, newest first`)).toBeVisible();
});

for (const [range, height] of [
  ["3d", 372],
  ["week", 360],
] as const)
  test(`the PNG of ${range} is a picture, twice the size of the chart`, async ({ page }) => {
    await page.goto(`/carbon/${CISO}?range=${range}`);
    await expect(page.getByRole("img", { name: /^Carbon intensity of California/ })).toBeVisible();
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: /Download PNG/ }).click();
    const download = await coming;
    const bytes = await bytesOf(download);
    if (SHOTS) await writeFile(`${SHOTS}/export-${range}.png`, bytes);
    expect(download.suggestedFilename()).toMatch(/\.png$/);
    expect(bytes.subarray(0, 8).toString("latin1")).toBe("\u0089PNG\r\n\u001a\n");
    expect(bytes.readUInt32BE(20)).toBeGreaterThan(2 * height);
    expect(bytes.byteLength).toBeGreaterThan(20_000); // an empty sheet of that size is smaller
  });

for (const width of [1_440, 390])
  test(`long looks and comparisons are accessible and never scroll sideways at ${width} px`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    for (const path of [
      `/carbon/${CISO}?range=year`,
      `/carbon/${PJM}?range=week&overlay=forecast`,
      `/carbon/compare?zones=${CISO},${PJM},${CLOCK}&range=month`,
      "/carbon/compare",
    ]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      const wider = () =>
        page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await expect.poll(wider, { message: `${path} scrolls sideways` }).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
        .analyze();
      expect(violations.map(({ id }) => `${path}: ${id}`)).toEqual([]);
    }
  });

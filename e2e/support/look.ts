import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const SHOTS = process.env["KARBON_SHOTS"]; // a folder: pictures of each state, to be looked at

/** No fault for those who read otherwise than by sight; and a picture where one is asked for. */
export async function look(page: Page, name: string): Promise<void> {
  await atRest(page);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes[0]?.target.join(" ")}`)).toEqual([]);
  await shoot(page, name);
}

/** Past its skeleton, and with nothing half faded in: neither is what a person reads. */
async function atRest(page: Page): Promise<void> {
  await expect(page.locator("h1").first()).toBeVisible();
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
}

/** Wide and narrow, light and dark, where pictures are asked for. */
export async function shoot(page: Page, name: string, { fullPage = false } = {}): Promise<void> {
  if (!SHOTS) return;
  for (const width of [1_440, 390]) {
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `${SHOTS}/${name}-${width}-${scheme}.png`, fullPage });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1_440, height: 900 });
}

/** Accessible by every rule, no wider than the window, and drawn where someone wants to look. */
export async function lookAtWidths(page: Page, name: string): Promise<void> {
  await atRest(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ html }) => html).join(" ")}`),
  ).toEqual([]);
  for (const width of [390, 1_440]) {
    await page.setViewportSize({ width, height: 900 });
    const wider = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(wider, { message: `${name} scrolls sideways at ${width} px` }).toBeLessThanOrEqual(0);
  }
  await shoot(page, name);
}

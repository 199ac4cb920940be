import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const SHOTS = process.env["KARBON_SHOTS"]; // a folder: pictures of each state, to be looked at

/** No fault for those who read otherwise than by sight; and a picture where one is asked for. */
export async function look(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes[0]?.target.join(" ")}`)).toEqual([]);
  if (!SHOTS) return;
  for (const [width, scheme] of [
    [390, "dark"],
    [1_440, "dark"],
    [390, "light"],
    [1_440, "light"],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${SHOTS}/${name}-${width}-${scheme}.png`, fullPage: true });
  }
}

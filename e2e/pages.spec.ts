import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import type { Api } from "./support/api.ts";

const CLUSTER = "shown-1";
const PAGES = [
  "/",
  "/clusters",
  `/clusters/${CLUSTER}`,
  "/policies",
  "/policies/by-day",
  "/policies/new",
  "/workloads",
  "/carbon",
  "/carbon/US-CAL-CISO",
  "/carbon/US-CAL-CISO?range=month",
  "/carbon/compare?zones=US-CAL-CISO,US-MIDA-PJM",
  "/settings",
];
const WIDTHS = [1_440, 390] as const;
const SHOTS = process.env["KARBON_SHOTS"]; // a folder, for whoever wants to look

/** A cluster, a policy and Jobs, so that pages have something to show. */
async function furnish(api: Api): Promise<void> {
  if ((await api.cluster.list.query()).some(({ name }) => name === CLUSTER)) return;
  await api.cluster.create.mutate({ name: CLUSTER, zone: "US-CAL-CISO", size: "medium" });
  await expect
    .poll(async () => (await api.cluster.get.query({ name: CLUSTER })).state, { timeout: 60_000 })
    .toBe("ready");
  const { id } = await api.cluster.get.query({ name: CLUSTER });
  await api.policy.save.mutate({
    name: "by-day",
    spec: {
      enabled: true,
      strategy: "best-window",
      maxDelay: "18h",
      minSavingPercent: 5,
      expectedDuration: "1h",
      mode: "prefer",
      greenPool: "green",
      fallbackPool: "fallback",
    },
    clusterIds: [id],
    namespaces: [],
  });
  await expect
    .poll(async () => (await api.policy.get.query({ name: "by-day" })).rollout[0]?.condition?.reason, {
      timeout: 30_000,
    })
    .toBe("Synced");
  await api.workload.samples.mutate({ cluster: CLUSTER, count: 12 });
  await expect.poll(async () => (await api.workload.list.query()).rows.length, { timeout: 30_000 }).toBe(12);
}

test.describe.configure({ mode: "serial" });

test("the empty console says what to do first", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("button", { name: /Create a (sandbox|cluster)/ }).first()).toBeVisible();
  await look(page, "empty-overview");
  for (const path of ["/clusters", "/policies", "/workloads"]) {
    await page.goto(path);
    await settled(page);
    await look(page, `empty${path.replaceAll("/", "-")}`);
  }
});

for (const theme of ["light", "dark"] as const) {
  for (const width of WIDTHS) {
    // each width and each theme is judged once; the other two pairs cost minutes and found nothing of their own
    const judged = (width === 1_440) === (theme === "light");
    test(`every page is whole${judged ? " and accessible" : ""} at ${width} px, ${theme}`, async ({
      page,
      api,
    }) => {
      test.setTimeout(240_000);
      await furnish(api);
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: width === 390 ? 844 : 1_000 });
      for (const path of PAGES) {
        await page.goto(path);
        await settled(page);
        const wider = () =>
          page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        await expect
          .poll(wider, { message: `${path} scrolls sideways at ${width} px` })
          .toBeLessThanOrEqual(0);
        await look(
          page,
          `${path === "/" ? "overview" : path.slice(1).replaceAll(/[/?=,]/g, "-")}-${width}-${theme}`,
        );
        if (judged) await accessible(page, path);
      }
      await page.goto("/workloads");
      await page.getByRole("link", { name: /\// }).and(page.locator("[aria-expanded]")).first().click();
      await expect(page.getByText(/What would change it/)).toBeVisible();
      await look(page, `workload-open-${width}-${theme}`);
      if (judged) await accessible(page, "an open Job");
    });
  }
}

test("the sign-in page is accessible, and refuses with a sentence", async ({ browser, origin }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await page.waitForURL(/sign-in/);
  await accessible(page, "/sign-in");
  await look(page, "sign-in-1440-light");
  await page.getByLabel("E-mail address").fill("ada@example.org");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(
    page
      .getByRole("alert")
      .or(page.getByText(/password/i).nth(1))
      .first(),
  ).toBeVisible();
  await context.close();
});

test("the picture in the README is of this page", async ({ page, api }) => {
  await furnish(api);
  await page.setViewportSize({ width: 1_440, height: 1_100 });
  await page.goto("/");
  await expect(page.getByText(/Waiting until/).first()).toBeVisible();
  await settled(page);
  await page.screenshot({ path: process.env["KARBON_README_PICTURE"] ?? ".playwright/overview.png" });
});

test("an address that leads nowhere says so", async ({ page }) => {
  for (const path of ["/nowhere", "/clusters/not-there", "/policies/not-there", "/carbon/NOT-THERE"]) {
    await page.goto(path);
    await expect(
      page.getByText(/no (page|cluster|policy|zone|source)|not (found|known|there)|nothing/i).first(),
      path,
    ).toBeVisible();
  }
});

async function settled(page: Page): Promise<void> {
  await expect(
    page
      .getByRole("heading", { level: 1 })
      .or(page.getByRole("heading", { level: 2 }))
      .first(),
  ).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

async function accessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(
    violations.map(
      ({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
    ),
  ).toEqual([]);
}

async function look(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

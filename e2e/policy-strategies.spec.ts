import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { CarbonPolicySpec, type CarbonPolicySpecInput } from "#server/domain/policy/spec.ts";
import { expect, test } from "./fixtures.ts";

const SHOTS = process.env["KARBON_SHOTS"]; // a folder, for whoever wants to look

interface Case {
  strategy: string;
  choice: RegExp;
  /** A field, a text it refuses, the sentence on that, and a text it takes. */
  fields: [label: string, bad: string, sentence: string | RegExp, good: string][];
  radio?: string;
  saved: CarbonPolicySpecInput;
}
const CASES: Case[] = [
  {
    strategy: "best-window",
    choice: /best forecast window/,
    fields: [["Least saving worth a wait", "95", "The least saving is from 0 to 90 %.", "12"]],
    saved: { strategy: "best-window", minSavingPercent: 12 },
  },
  {
    strategy: "threshold",
    choice: /below the limit/,
    fields: [["Limit", "0", "The limit is from 1 to 2000 g/kWh.", "210"]],
    saved: { strategy: "threshold", maxIntensity: 210 },
  },
  {
    strategy: "percentile",
    choice: /among its cleanest hours/,
    fields: [["Its cleanest", "100", "The percentile is from 1 to 99.", "25"]],
    radio: "the forecast",
    saved: { strategy: "percentile", percentile: 25, percentileOf: "forecast" },
  },
  {
    strategy: "static",
    choice: /green hours by the clock/,
    fields: [
      ["Green from", "16:00", "The green hours begin and end at the same time.", "09:30"],
      ["In the time zone", "Berlin", "Give a time zone such as Europe/Berlin or UTC.", "Europe/Berlin"],
    ],
    saved: { strategy: "static", greenFrom: "09:30", timeZone: "Europe/Berlin" },
  },
  {
    strategy: "interruptible",
    choice: /several windows/,
    fields: [["Runs at least", "soon", /Give a duration from 1m to 7d/, "45m"]],
    saved: { strategy: "interruptible", minimumChunk: "45m" },
  },
];

/** A cluster has one default at most, and other tests may have left some. */
async function onNoCluster(page: Page): Promise<void> {
  const chosen = page.getByRole("group", { name: "Holds on" }).getByRole("checkbox", { checked: true });
  for (let left = await chosen.count(); left > 0; left = await chosen.count()) {
    await chosen.first().click();
    await expect(chosen).toHaveCount(left - 1);
  }
}

for (const { strategy, choice, fields, radio, saved } of CASES) {
  test(`${strategy}: its fields refuse with a sentence, survive a reload and are saved`, async ({
    page,
    api,
  }) => {
    page.on("dialog", (dialog) => void dialog.accept());
    await page.goto("/policies/new");
    await page.getByRole("textbox", { name: "Name" }).fill(`by-${strategy}`);
    await page.getByRole("radio", { name: choice }).click();
    for (const [label, bad, sentence, good] of fields) {
      const field = page.getByLabel(label, { exact: true });
      await field.fill(bad);
      await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
      await field.fill(good);
      await expect(page.getByRole("alert").filter({ hasText: sentence })).toHaveCount(0);
    }
    if (radio) await page.getByRole("radio", { name: radio }).click();
    await onNoCluster(page);

    const last = fields.at(-1)?.[3] ?? "";
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem("karbon-draft:policy:new")))
      .toContain(last);
    await page.reload();
    await expect(page.getByRole("radio", { name: choice })).toBeChecked();
    for (const [label, , , good] of fields)
      await expect(page.getByLabel(label, { exact: true })).toHaveValue(good);
    await accessible(page);
    await look(page, strategy);

    await page.getByRole("button", { name: "Save and roll out" }).click();
    await page.waitForURL(new RegExp(`/policies/by-${strategy}$`));
    const { spec } = await api.policy.get.query({ name: `by-${strategy}` });
    expect(spec).toEqual(CarbonPolicySpec.parse(saved));
  });
}

test("a field that its strategy no longer shows keeps nobody from saving", async ({ page }) => {
  await page.goto("/policies/new");
  await page.getByRole("textbox", { name: "Name" }).fill("changed-mind");
  await page.getByRole("radio", { name: /green hours by the clock/ }).click();
  await page.getByLabel("In the time zone").fill("Berlin");
  await expect(page.getByRole("alert").filter({ hasText: /time zone/ })).toBeVisible();
  await page.getByRole("radio", { name: /best forecast window/ }).click();
  await expect(page.getByRole("alert").filter({ hasText: /time zone/ })).toHaveCount(0);
  await onNoCluster(page);
  await page.getByRole("button", { name: "Save and roll out" }).click();
  await page.waitForURL(/\/policies\/changed-mind$/);
});

test("a Job that may be split says what it waits for and how long it is taken to run", async ({
  page,
  api,
}) => {
  const cluster = "parts-1";
  await api.cluster.create.mutate({ name: cluster, zone: "US-CAL-CISO", size: "small" });
  await expect
    .poll(async () => (await api.cluster.get.query({ name: cluster })).state, { timeout: 60_000 })
    .toBe("ready");
  await api.workload.samples.mutate({ cluster, count: 10 }); // each kind once
  const split = async () =>
    (await api.workload.list.query()).rows.find(({ name }) => name.startsWith("finetune-checkpointed"));
  await expect.poll(async () => (await split())?.group, { timeout: 30_000 }).toBe("waiting");
  const { namespace, name } = (await split()) ?? { namespace: "", name: "" };
  await page.goto(`/workloads?open=${cluster}/${namespace}/${name}`);
  await expect(page.getByText(/in several parts if that is cheaper/)).toBeVisible();
  await expect(page.getByText(/It is taken to run for .* as its annotation says/)).toBeVisible();
  await accessible(page);
  await look(page, "split-job");
});

test("a policy tried by a dry run holds nothing and says what it would have saved; so does a cluster", async ({
  page,
  api,
}) => {
  const cluster = "trial-1";
  await api.cluster.create.mutate({ name: cluster, zone: "US-CAL-CISO", size: "small" });
  const find = () => api.cluster.get.query({ name: cluster });
  await expect.poll(async () => (await find()).state, { timeout: 60_000 }).toBe("ready");

  await page.goto("/policies/new");
  await page.getByRole("textbox", { name: "Name" }).fill("tried-first");
  await onNoCluster(page);
  await page.getByRole("checkbox", { name: cluster }).click();
  await page.getByRole("switch", { name: "Dry run" }).click();
  await page.getByRole("button", { name: "Save and roll out" }).click();
  await page.waitForURL(/\/policies\/tried-first$/);
  const section = page.getByRole("region", { name: "Dry run" });
  await expect(section.getByText("No Job came in the last 7 days.")).toBeVisible();
  const synced = async () => (await api.policy.get.query({ name: "tried-first" })).rollout[0]?.condition;
  await expect.poll(async () => (await synced())?.status, { timeout: 30_000 }).toBe("True");

  await api.workload.samples.mutate({ cluster, count: 10 });
  await expect(
    section.getByText(/^10 Jobs in the last 7 days: (all|\d+) would have waited, .* saved about/),
  ).toBeVisible({ timeout: 30_000 });
  const { rows } = await api.workload.list.query({ text: cluster });
  expect(rows.filter(({ group }) => group === "waiting")).toEqual([]);
  await accessible(page);
  await look(page, "dry-run-policy");

  await page.goto("/policies");
  await expect(page.getByRole("row", { name: /tried-first/ }).getByText("Dry run")).toBeVisible();
  await page.goto(`/clusters/${cluster}`);
  await page.getByRole("switch", { name: `Dry run of ${cluster}` }).click();
  const asked = page.getByRole("button", { name: "Begin the dry run" });
  const begun = page.getByText(/is in a dry run: Jobs are decided on, and none is held/);
  await expect(asked.or(begun).first()).toBeVisible();
  if (await asked.isVisible()) await asked.click();
  await expect(page.getByText(/It is in a dry run: Jobs are decided on, and none is held/)).toBeVisible();
  expect((await find()).carbonDryRun).toBe(true);
  await accessible(page);
  await look(page, "dry-run-cluster");
});

test("a draft says what it would have saved on the recorded grid, and says it anew when it changes", async ({
  page,
  api,
}) => {
  const zone = "US-CAL-CISO";
  const saved = async (maxDelay: string) => {
    const policy = CarbonPolicySpec.parse({ zone, maxDelay });
    const { totals } = await api.backtest.run.query({ zone, policy });
    return `${totals.savingPercent.toFixed(1)}\u00a0%`;
  };
  await expect // the whole year is read first, and foreseen
    .poll(async () => (await api.carbon.profile.query({ zone, days: 366 })).duration.hours, {
      timeout: 60_000,
    })
    .toBeGreaterThan(8_000);
  await page.goto("/policies/new");
  await page.getByText("Forecast, pools and zone").click();
  await page.getByLabel("Zone", { exact: true }).selectOption(zone);
  const section = page.getByRole("region", { name: "What it would have saved" });
  const figure = section.getByRole("row", { name: /^Saved against running at once/ });
  const day = await saved("24h");
  await expect(figure).toContainText(day, { timeout: 60_000 });
  await expect(section.getByText(/^5,8\d\d Jobs of 1.h, one every 90.min/)).toBeVisible();
  await page.getByLabel("Longest wait", { exact: true }).fill("6");
  const short = await saved("6h");
  expect(short).not.toBe(day);
  await expect(figure).toContainText(short);
  await page.getByLabel("Longest wait", { exact: true }).fill("900");
  await expect(section.getByText(/^The form has an error/)).toBeVisible();
  await expect(figure).toContainText(short);
  await page.getByLabel("Longest wait", { exact: true }).fill("6");
  await section.getByRole("button", { name: "Show as table" }).press("Enter");
  await expect(section.getByRole("columnheader", { name: "Ideal, never reached" })).toBeVisible();
  await accessible(page);
  await look(page, "saved");
});

test("the strategy is chosen with the keyboard alone", async ({ page }) => {
  await page.goto("/policies/new");
  await page.getByRole("radio", { name: /best forecast window/ }).focus();
  await page.keyboard.press("ArrowDown", { delay: 100 });
  await expect(page.getByRole("radio", { name: /several windows/ })).toBeChecked();
  await expect(page.getByLabel("Runs at least")).toHaveValue("30m");
});

async function accessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    expect(
      violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join()}`),
    ).toEqual([]);
  }
}

async function look(page: Page, name: string): Promise<void> {
  if (!SHOTS) return;
  for (const theme of ["light", "dark"] as const) {
    for (const width of [1_440, 390]) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 1_000 });
      await page.screenshot({ path: `${SHOTS}/strategy-${name}-${width}-${theme}.png`, fullPage: true });
    }
  }
}

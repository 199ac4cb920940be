import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./fixtures.ts";
import { classWith, type FakeManagement, startFakeManagement } from "./support/management.ts";
import { shoot } from "./support/look.ts";

const REGIONS = ["eu-north-1", "us-east-1", "us-west-1", "atlantis"];
const region = (schema: object) => ({
  name: "region",
  required: true,
  schema: { openAPIV3Schema: { type: "string", description: "Where its machines stand.", ...schema } },
});

const classes: object[] = [
  classWith("aws-listed", [region({ enum: REGIONS })]),
  classWith("aws-open", [region({})]),
  classWith("nowhere", []),
];
const broken = (name: string, message: string) => ({
  ...classWith(name, []),
  status: { conditions: [{ type: "RefVersionsUpToDate", status: "False", message }] },
});

let management: FakeManagement;
test.beforeAll(async ({ api }) => {
  management = await startFakeManagement(classes);
  const { kubeconfig, server } = management;
  await api.management.connect.mutate({ name: "home", kubeconfig, context: "home", confirmedServer: server });
  for (const zone of ["US-CAL-CISO", "US-MIDA-PJM"])
    await expect
      .poll(async () => (await api.carbon.zone.query({ zone })).forecast !== null, { timeout: 60_000 })
      .toBe(true);
});
test.afterAll(() => management.stop());

test("regions beside each other: what is known, what is not, one suggested, none chosen until a person does", async ({
  page,
  api,
}) => {
  await page.goto("/clusters/new");
  await page.getByLabel("Class", { exact: true }).selectOption("fleet/aws-listed");
  const section = page.getByRole("region", { name: "Where it stands" });
  const row = (name: string) => section.getByTestId(`region-${name}`);
  const { regions, suggestion } = await api.carbon.regions.query({ regions: REGIONS });
  const greenest = suggestion.region ?? "";
  await expect(row(greenest).getByText("suggested")).toBeVisible();
  await expect(section.getByTestId("region-suggestion")).toHaveText(suggestion.sentence);
  await expect(section.getByText("suggested", { exact: true })).toHaveCount(1);
  const now = regions.find((each) => each.region === "us-west-1")?.now?.gramsPerKwh ?? 0;
  expect(now).toBeGreaterThan(0);
  await expect(row("us-west-1")).toContainText(`${Math.round(now)}\u00a0g/kWh`);
  await expect(row("eu-north-1")).toContainText("not watched");
  await expect(row("eu-north-1")).toContainText("published: Sweden, EEA");
  await expect(row("atlantis")).toContainText("not known");
  await expect(section.getByRole("radio", { checked: true })).toHaveCount(0);
  await expect(page.getByLabel("Zone", { exact: true })).toHaveValue("");
  await expect(page.getByLabel(/^region/)).toHaveValue("");
  await shoot(page, "places-table", { fullPage: true });

  await section.getByRole("button", { name: "Region" }).click();
  await expect(section.getByRole("columnheader", { name: "Region" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await expect(section.getByRole("row").nth(1)).toContainText("atlantis");

  await section.getByRole("radio", { name: /^us-west-1/ }).click();
  await expect(page.getByLabel("Zone", { exact: true })).toHaveValue("US-CAL-CISO");
  await expect(page.getByLabel(/^region/)).toHaveValue("us-west-1");
  await expect(section.getByTestId("region-match")).toContainText("region is us-west-1");
  await shoot(page, "places-chosen", { fullPage: true });
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByLabel("Zone", { exact: true }).selectOption("US-MIDA-PJM");
  await expect(section.getByTestId("region-match")).toContainText(
    "its Jobs would wait for the grid US-MIDA-PJM.",
  );
  await section.getByRole("button", { name: "Set the zone to US-CAL-CISO" }).click();
  await page.getByLabel("Name", { exact: true }).fill("heron-aws");
  await page.getByRole("button", { name: "Show what would be written" }).click();
  const object = page.getByRole("region", { name: "The Cluster object as YAML" });
  await expect(object).toContainText("value: us-west-1");
});

test("a region whose grid is not watched leaves the zone open, and its grid can be watched or set right there", async ({
  page,
  api,
}) => {
  await page.goto("/clusters/new");
  await page.getByLabel("Class", { exact: true }).selectOption("fleet/aws-listed");
  const section = page.getByRole("region", { name: "Where it stands" });
  await section.getByRole("radio", { name: /^eu-north-1/ }).click();
  const match = section.getByTestId("region-match");
  await expect(match).toContainText("eu-north-1 is fed by the grid SE, which is not watched here.");
  await expect(page.getByLabel("Zone", { exact: true })).toHaveValue("");
  await page.getByRole("button", { name: "Create it" }).click();
  await expect(page.getByText("Choose a grid zone.")).toBeVisible();
  await shoot(page, "places-unwatched", { fullPage: true });
  await match.getByRole("button", { name: "Watch SE" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Key", { exact: true })).toHaveValue("SE");
  await shoot(page, "places-watch", { fullPage: true });
  await dialog.getByRole("button", { name: "Cancel" }).click();

  const row = section.getByTestId("region-atlantis");
  await row.getByRole("button", { name: "Set its grid for atlantis" }).click();
  await row.getByLabel("Grid that feeds atlantis").selectOption("US-MIDA-PJM");
  await expect(row).toContainText("set by a person");
  expect(await api.setting.places.query()).toMatchObject({ atlantis: "US-MIDA-PJM" });
  await section.getByRole("radio", { name: /^atlantis/ }).click();
  await expect(page.getByLabel("Zone", { exact: true })).toHaveValue("US-MIDA-PJM");
  await api.setting.savePlaces.mutate({});
});

test("without a list of its own, the provider's known regions are suggested; without a region nothing is asked", async ({
  page,
}) => {
  await page.goto("/clusters/new");
  await page.getByLabel("Class", { exact: true }).selectOption("fleet/aws-open");
  const section = page.getByRole("region", { name: "Where it stands" });
  await expect(section.getByText(/^the regions of AWS that are known here/)).toBeVisible();
  await section.getByRole("button", { name: /^Show all \d+ regions/ }).click();
  await expect(section.getByTestId("region-sa-east-1")).toBeVisible();
  await page.getByLabel(/^region/).fill("eu-north-2");
  await expect(section.getByTestId("region-eu-north-2").getByRole("radio")).toBeChecked();
  await expect(section.getByTestId("region-match")).toContainText(
    "Which grid feeds eu-north-2 is not known here.",
  );
  await page.getByLabel("Class", { exact: true }).selectOption("fleet/nowhere");
  await expect(section).toHaveCount(0);
  await expect(page.getByLabel("Zone", { exact: true })).not.toHaveValue("");
});

test("what was typed goes from class to class and stands when one breaks; a broken class says why", async ({
  page,
}) => {
  classes.push(broken("half", "DevClusterTemplate fleet/half is not there."));
  await page.goto("/clusters/new");
  const unusable = page.getByRole("list", { name: "Classes that cannot be used" });
  await expect(unusable).toHaveText(
    "fleet/half cannot be used now. DevClusterTemplate fleet/half is not there.",
  );
  await page.getByLabel("Class", { exact: true }).selectOption("fleet/aws-open");
  await page.getByLabel("Name", { exact: true }).fill("heron-kept");
  await page.getByLabel(/^region/).fill("eu-north-2");
  await page.getByLabel("Class", { exact: true }).selectOption("fleet/nowhere");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("heron-kept");
  await page.getByLabel("Class", { exact: true }).selectOption("fleet/aws-open");
  await expect(page.getByLabel(/^region/)).toHaveValue("eu-north-2");

  const fine = classes[1] ?? {};
  classes[1] = broken("aws-open", "AWSClusterTemplate fleet/aws-open is not there.");
  await page.getByRole("button", { name: "Look at the classes again" }).click();
  await expect(page.getByText(/^No cluster can be made of it now\. AWSClusterTemplate/)).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("heron-kept");
  await expect(page.getByLabel(/^region/)).toHaveValue("eu-north-2");
  await shoot(page, "class-broken", { fullPage: true });
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByRole("link", { name: "Clusters" }).first().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("what was typed is not kept");
  await dialog.getByRole("button", { name: "Stay" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("heron-kept");
  classes[1] = fine;
  classes.pop();
});

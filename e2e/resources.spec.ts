import type { Page } from "@playwright/test";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { expect, test } from "./fixtures.ts";
import type { Api } from "./support/api.ts";
import { lookAtWidths, shoot } from "./support/look.ts";

const CLUSTER = "objects-1";
const AT = `/clusters/${CLUSTER}/resources`;
const MAPS = "/api/v1/namespaces/default/configmaps";
const COUNT = 130;

/** A cluster with more ConfigMaps than a page has, a Secret, and Jobs with pods. */
async function furnish(api: Api): Promise<KubeClient> {
  await api.cluster.create.mutate({ name: CLUSTER, zone: "US-CAL-CISO", size: "small" });
  await expect
    .poll(async () => (await api.cluster.get.query({ name: CLUSTER })).state, { timeout: 60_000 })
    .toBe("ready");
  const kube = createKubeClient((await api.cluster.kubeconfig.query({ name: CLUSTER })).yaml);
  const post = (at: string, body: object) => kube.json(at, { method: "POST", body });
  for (let n = 0; n < COUNT; n++) {
    const name = `map-${String(n).padStart(3, "0")}`;
    await post(MAPS, {
      metadata: { name, labels: { tier: n % 2 ? "web" : "db" } },
      data: { size: "small", colour: "red" },
    });
  }
  await post("/api/v1/namespaces/default/secrets", {
    metadata: { name: "db" },
    data: { password: "aHVudGVyMg==" },
  });
  const job = {
    metadata: { name: "once" },
    spec: {
      template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox" }] } },
    },
  };
  await post("/apis/batch/v1/namespaces/default/jobs", job);
  return kube;
}

test("objects of a cluster: found, paged, filtered, changed and deleted", async ({ page, api }) => {
  test.setTimeout(240_000);
  const kube = await furnish(api);
  try {
    await page.goto(`/clusters/${CLUSTER}`);
    await page.getByRole("link", { name: "Resources" }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/Pod/);
    await expect(page.getByTestId("resources").getByRole("link", { name: /once-/ })).toBeVisible();
    await lookAtWidths(page, "resources-pods");
    await test.step("lists", () => lists(page));
    await test.step("edits", () => edits(page, kube));
    await test.step("an object that goes under the pen", () => writtenWhileItGoes(page, kube));
    await test.step("a Secret, logs and what is not there", () => others(page));
    await test.step("deletes", () => deletes(page));
  } finally {
    await kube.close();
  }
});

async function lists(page: Page): Promise<void> {
  const rows = page.locator("[data-testid^=object-map-]");
  await page.getByRole("navigation", { name: "Kinds" }).getByLabel("Find a kind").fill("cm");
  await page.getByRole("link", { name: "ConfigMaps" }).click();
  await expect(rows).toHaveCount(100, { timeout: 20_000 });
  await findsOnALaterPage(page);
  await page.getByRole("button", { name: /^Show more, \d+ are left/ }).click();
  await expect(rows).toHaveCount(COUNT);
  await page.getByLabel("Label selector").fill("tier web");
  await expect(page.getByText(/tier web is no label selector/)).toBeVisible();
  await page.getByLabel("Label selector").fill("tier=web");
  await page.getByLabel("Label selector").press("Enter");
  await expect(rows).toHaveCount(COUNT / 2);
  await page.getByLabel("Name contains").fill("map-00");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    `5 ConfigMaps of ${CLUSTER} are like that.`,
  );
  await page.getByLabel("Namespace").selectOption("default");
  await expect(page).toHaveURL(/configmaps\/default\?.*labels=tier%3Dweb/);
  await page.getByRole("button", { name: "Save this filter" }).click();
  await page.getByLabel("Name of the filter").fill("web maps");
  await page.getByRole("button", { name: "Save it" }).click();
  await lookAtWidths(page, "resources-filtered");
  await page.goto(AT);
  await page.getByRole("link", { name: "web maps" }).click();
  await expect(rows).toHaveCount(5);
  await page.reload();
  await expect(rows).toHaveCount(5);
  await page.getByRole("button", { name: "Forget the filter web maps" }).click();
  await expect(page.getByRole("link", { name: "web maps" })).toHaveCount(0);
  await page.getByLabel("Name contains").fill("nothing-like-it");
  await expect(page.getByText("Nothing here is like that.")).toBeVisible();
}

/** A name on a page that was not read yet: read on for, and told so; that it is not there is said of what was read. */
async function findsOnALaterPage(page: Page): Promise<void> {
  const rows = page.locator("[data-testid^=object-map-]");
  const asked = /api\/trpc\/[^?]*resource\.list/;
  await page.route(asked, async (route) => {
    await expect(page.getByText(/^Searching: 100 of \d+ read, none found\.$/)).toBeVisible();
    await route.fulfill({ status: 503, body: "" });
  });
  await page.getByLabel("Name contains").fill("map-12");
  await expect(page.getByText("Not among the 100 read so far.")).toBeVisible();
  await page.unroute(asked);
  await page.getByRole("button", { name: "Read it again" }).click();
  await expect(rows).toHaveCount(10);
  await page.getByLabel("Name contains").fill("");
  await expect(rows).toHaveCount(100); // as before: no more is drawn than was asked for
}

/** The object is there, and what may be done with it is not known: said, and asked again. */
async function rightsCannotBeRead(page: Page): Promise<void> {
  const asked = /api\/trpc\/[^?]*resource\.access/;
  const again = page.getByRole("button", { name: "Try again" });
  await page.route(asked, (route) => route.fulfill({ status: 503, body: "" }));
  await page.goto(`${AT}/configmaps/default/map-001`);
  const unknown = page.getByText(/^What may be done with it could not be read, so neither/);
  const unread = page.getByText("map-001 could not be read."); // where both were asked at once
  await expect(unknown.or(unread)).toBeVisible();
  if (await unread.isVisible()) await again.click();
  await expect(unknown).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit as YAML" })).toHaveCount(0);
  await shoot(page, "resources-rights");
  await page.unroute(asked);
  await again.click();
}

/** A sandbox describes no kind, so a schema stands in for its answer. */
async function knowsTextsOnly(page: Page): Promise<void> {
  const known = { type: "object", additionalProperties: { type: "string" } };
  const open = { apiVersion: {}, kind: {}, metadata: {} };
  const schema = { schemas: {}, root: { type: "object", properties: { ...open, data: known } } };
  await page.route(/api\/trpc\/[^?]*resource\.schema/, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace("[[null]]", `[[${JSON.stringify(schema)}]]`);
    await route.fulfill({ response, body });
  });
}

async function edits(page: Page, kube: KubeClient): Promise<void> {
  await rightsCannotBeRead(page);
  await expect(page.getByRole("region", { name: "map-001 as YAML" })).toContainText("size: small");
  await lookAtWidths(page, "resources-object");
  await knowsTextsOnly(page);
  await page.getByRole("button", { name: "Edit as YAML" }).click();
  const editor = page.getByRole("textbox", { name: "map-001 as YAML" });
  await expect(editor).toBeVisible();
  await replace(page, "size: small", "size: [");
  await expect(page.locator(".cm-lint-marker-error").first()).toBeVisible();
  await page.getByRole("button", { name: "Review the change" }).click();
  await expect(page.getByText(/The text is no YAML/)).toBeVisible();
  await replace(page, "size: [", "size: 3");
  await expect(page.locator(".cm-lint-marker-warning").first()).toBeVisible();
  await page.locator(".cm-lint-marker-warning").first().hover();
  await expect(page.getByText("size takes text, and this is a number. In quotes it is text.")).toBeVisible();
  await shoot(page, "resources-warned");
  await page.getByRole("button", { name: "Review the change" }).click();
  await expect(page.getByText("It was refused; nothing was written.")).toBeVisible();
  await lookAtWidths(page, "resources-refused");
  await replace(page, "size: 3", "size: large");
  await page.getByRole("button", { name: "Review the change" }).click();
  await expect(page.getByTestId("changes")).toContainText("data.size");
  await lookAtWidths(page, "resources-review");
  await kube.patch(
    `${MAPS}/map-001`,
    { data: { size: "huge", colour: "blue" } },
    "application/merge-patch+json",
    {
      query: { fieldManager: "argocd" },
    },
  );
  await page.getByRole("button", { name: "Apply the change" }).click();
  await expect(page.getByText("is huge now, set by argocd")).toBeVisible();
  await expect(editor).toContainText("size: large");
  await lookAtWidths(page, "resources-overtaken");
  await page.getByRole("button", { name: "Review mine over theirs" }).click();
  await expect(page.getByTestId("changes")).toContainText("huge");
  await page.getByRole("button", { name: "Apply the change" }).click();
  await expect(page.getByRole("region", { name: "map-001 as YAML" })).toContainText("size: large");
  expect(await kube.json(`${MAPS}/map-001`)).toMatchObject({ data: { size: "large", colour: "blue" } });
}

/** What was typed outlives the object; should it come again, the text is reviewed against that. */
async function writtenWhileItGoes(page: Page, kube: KubeClient): Promise<void> {
  await page.goto(`${AT}/configmaps/default/map-004`);
  await page.getByRole("button", { name: "Edit as YAML" }).click();
  await replace(page, "size: small", "size: typed");
  await kube.json(`${MAPS}/map-004`, { method: "DELETE" });
  await expect(page.getByText("map-004 is gone.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("textbox", { name: "map-004 as YAML" })).toContainText("size: typed");
  await shoot(page, "resources-gone-while-written");
  await page.getByRole("button", { name: "Discard the text" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("map-004");
  await expect(page.getByText("The address is kept")).toBeVisible();
}

/** As one types: found by the editor's own search, so that long texts work too. */
async function replace(page: Page, from: string, to: string): Promise<void> {
  const line = page.locator(".cm-line", { hasText: from });
  await line.click();
  await page.keyboard.press("End");
  for (let n = 0; n < from.length; n++) await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.insertText(to);
}

async function others(page: Page): Promise<void> {
  await page.goto(`${AT}/secrets/default/db`);
  await expect(page.getByRole("region", { name: "db as YAML" })).toContainText("password: (hidden)");
  await page.goto(`${AT}/jobs.batch/default/once?show=events`);
  await expect(page.getByTestId("events")).toContainText("SuccessfulCreate");
  await lookAtWidths(page, "resources-events");
  await page.getByRole("link", { name: "Logs" }).click();
  await expect(page.getByText(/simulated: they run nothing/)).toBeVisible();
  await lookAtWidths(page, "resources-logs");
  await page.getByRole("link", { name: "its own" }).click();
  await expect(page.getByTestId("resources").getByRole("link", { name: /once-/ })).toBeVisible();
  await page.getByTestId("resources").getByRole("link", { name: /once-/ }).click();
  await page.getByRole("link", { name: "Terminal" }).click();
  await page.getByRole("button", { name: "Open a terminal" }).click();
  await expect(page.getByText(/there is nothing in them to run a shell/)).toBeVisible();
  await page.goto(`${AT}/widgets.example.org`);
  await expect(page.getByText(`${CLUSTER} has no kind called widgets.example.org`)).toBeVisible();
  await page.goto(`${AT}/configmaps/default/none`);
  await expect(page.getByRole("heading", { name: /no ConfigMap default\/none/ })).toBeVisible();
  await page.goto("/clusters/not-there/resources");
  await expect(page.getByText(/There is no cluster named not-there/)).toBeVisible();
}

async function deletes(page: Page): Promise<void> {
  await page.goto(`${AT}/configmaps/default/map-002`);
  await page.getByRole("button", { name: "Delete it" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Delete ConfigMap" })).toBeDisabled();
  await dialog.getByLabel(/Type map-002/).fill("map-002");
  await lookAtWidths(page, "resources-delete");
  await dialog.getByRole("button", { name: "Delete ConfigMap" }).click();
  await expect(page.getByRole("heading", { name: /no ConfigMap default\/map-002/ })).toBeVisible();
}

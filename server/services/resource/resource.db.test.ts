import { afterAll, beforeAll, expect, test } from "vitest";
import type { App } from "#server/context.ts";
import { deadKubeconfig, testFleet, type TestFleet } from "../workload/testing.ts";
import { deleteResource } from "./delete.ts";
import { applyEdit, reviewEdit } from "./edit.ts";
import { getAccess } from "./get-access.ts";
import { getResource } from "./get.ts";
import { listEvents } from "./list-events.ts";
import { listKinds } from "./list-kinds.ts";
import { ListObjects, listObjects } from "./list.ts";

const MAPS = "/api/v1/namespaces/default/configmaps";
const at = (name: string, kind = "configmaps") => ({ cluster: "lab", kind, namespace: "default", name });
const list = (app: App, input: ListObjects) => listObjects(app, ListObjects.parse(input));

let fleet: TestFleet;
const post = (path: string, body: object) => fleet.kube.json(path, { method: "POST", body });
const audited = async (action: string) =>
  (await fleet.db.auditEntry.findMany({ where: { action } })).map(({ subject }) => subject);

beforeAll(async () => {
  fleet = await testFleet();
  for (const name of ["a", "b", "c"])
    await post(MAPS, { metadata: { name, labels: { app: name } }, data: { size: "1", colour: "red" } });
  await post("/api/v1/namespaces/default/secrets", {
    metadata: { name: "db" },
    data: { password: "aHVudGVyMg==" },
  });
});
afterAll(() => fleet.close());

test("the kinds of a cluster, those of CRDs too", async () => {
  const { kinds, silent } = await listKinds(fleet.as("viewer"), { cluster: "lab" });
  const ids = kinds.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(["pods", "jobs.batch", "carbonawarepolicies.carbon-aware.io"]));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => id.includes("/"))).toEqual([]);
  expect(silent).toEqual([]);
});

test("a list comes page by page, in the API server's columns", async () => {
  const first = await list(fleet.as("viewer"), { ...at("", "configmaps"), limit: 2 });
  expect(first.columns.map(({ name }) => name)).toEqual(["Name", "Data", "Age"]);
  expect(first.rows.map(({ name, cells }) => [name, cells[1]])).toEqual([
    ["a", "2"],
    ["b", "2"],
  ]);
  expect(first.remaining).toBe(1);
  const second = await list(fleet.as("viewer"), { ...at(""), limit: 2, cursor: first.next });
  expect(second.rows.map(({ name }) => name)).toEqual(["c"]);
  expect(second.next).toBeNull();
  const one = await list(fleet.as("viewer"), { ...at(""), labelSelector: "app in (b)" });
  expect(one.rows.map(({ name }) => name)).toEqual(["b"]);
});

test.each<[string, Parameters<typeof listObjects>[1] | object, RegExp]>([
  ["a selector that is none", { labelSelector: "a b" }, /a b is no label selector/],
  ["a kind that is not there", { kind: "widgets.example.org" }, /no kind called widgets\.example\.org/],
  ["a page that has become too old", { cursor: "00000000-0000-0000-0000-000000000000" }, /from the start/],
  ["a field that cannot be selected", { fieldSelector: "data.size=1" }, /lab refused it: /],
  ["a cluster that is not there", { cluster: "nowhere" }, /no cluster named nowhere/],
])("%s is said in a sentence", async (_, wish, sentence) => {
  await expect(list(fleet.as("viewer"), { ...at(""), ...wish })).rejects.toThrow(sentence);
});

test("a cluster that is away says so", async () => {
  await fleet.addCluster("away", deadKubeconfig);
  const asked = listKinds(fleet.as("viewer"), { cluster: "away" });
  await expect(asked).rejects.toThrow("away does not answer. away cannot be reached: nothing listens there.");
});

test("an object as YAML; a Secret without its values", async () => {
  const map = await getResource(fleet.as("viewer"), at("a"));
  expect(map.yaml).toMatch(/^apiVersion: v1\nkind: ConfigMap\n/);
  expect(map.yaml).not.toContain("managedFields");
  expect(map.editable).not.toContain("uid");
  expect(map.simulated).toBe(true);
  const secret = await getResource(fleet.as("admin"), at("db", "secrets"));
  expect(secret.yaml).toContain("password: (hidden)");
  expect(JSON.stringify(secret)).not.toContain("aHVudGVyMg");
  await expect(getResource(fleet.as("viewer"), at("z"))).rejects.toThrow(
    "There is no ConfigMap default/z on lab. It may have been deleted.",
  );
});

test("a viewer is offered nothing that writes, and may not do it either", async () => {
  expect(await getAccess(fleet.as("viewer"), at("a"))).toEqual({
    patch: false,
    delete: false,
    logs: false,
    exec: false,
    locked: false,
  });
  expect(await getAccess(fleet.as("operator"), at("a"))).toMatchObject({ patch: true, delete: true });
  const wish = { ...at("a"), base: "a: 1", edited: "a: 2", overwrite: false };
  await expect(reviewEdit(fleet.as("viewer"), wish)).rejects.toThrow(/takes the role operator/);
  await expect(deleteResource(fleet.as("viewer"), { ...at("a"), uid: "u", confirm: "a" })).rejects.toThrow(
    /takes the role operator/,
  );
});

test("an edit is reviewed by a dry run, then changes only what was typed", async () => {
  const app = fleet.as("operator");
  const { editable: base } = await getResource(app, at("a"));
  const wish = { ...at("a"), base, edited: base.replace('size: "1"', 'size: "3"'), overwrite: false };
  const changes = [expect.objectContaining({ path: "data.size", from: "1", to: "3", typed: true })];
  expect(await reviewEdit(app, wish)).toEqual({ kind: "would-change", changes });
  await fleet.kube.patch(`${MAPS}/a`, { data: { colour: "blue" } }, "application/merge-patch+json");
  expect(await applyEdit(app, wish)).toEqual({ kind: "changed", changes });
  expect(await fleet.kube.json(`${MAPS}/a`)).toMatchObject({ data: { size: "3", colour: "blue" } });
  expect(await audited("resource.edit")).toEqual(["ConfigMap default/a on lab"]);
  expect(await applyEdit(app, { ...wish, edited: base })).toEqual({ kind: "unchanged" });
});

test("a field that another changed meanwhile is named with who did it, and nothing is written", async () => {
  const app = fleet.as("operator");
  const { editable: base } = await getResource(app, at("b"));
  await fleet.kube.patch(`${MAPS}/b`, { data: { size: "8" } }, "application/merge-patch+json", {
    query: { fieldManager: "argocd" },
  });
  const wish = { ...at("b"), base, edited: base.replace('size: "1"', 'size: "3"'), overwrite: false };
  const fields = [{ path: "data.size", now: "8", by: "argocd" }];
  expect(await reviewEdit(app, wish)).toEqual({ kind: "overtaken", fields });
  expect(await applyEdit(app, wish)).toEqual({ kind: "overtaken", fields });
  expect(await fleet.kube.json(`${MAPS}/b`)).toMatchObject({ data: { size: "8" } });
  const changes = [expect.objectContaining({ from: "8", to: "3", owners: ["argocd"] })];
  expect(await applyEdit(app, { ...wish, overwrite: true })).toEqual({ kind: "changed", changes });
});

test("a Secret's value can be replaced unseen", async () => {
  const app = fleet.as("operator");
  const { editable: base } = await getResource(app, at("db", "secrets"));
  const wish = {
    ...at("db", "secrets"),
    base,
    edited: base.replace("(hidden)", "b3RoZXI="),
    overwrite: false,
  };
  const outcome = await applyEdit(app, wish);
  expect(outcome).toMatchObject({ kind: "changed", changes: [{ path: "data.password", from: "(hidden)" }] });
  expect(JSON.stringify(outcome)).not.toMatch(/aHVudGVyMg|b3RoZXI/);
  const path = "/api/v1/namespaces/default/secrets/db";
  expect(await fleet.kube.json(path)).toMatchObject({ data: { password: "b3RoZXI=" } });
});

test.each([
  ["what is no YAML", "a: [1", /The text is no YAML: /],
  ["a list", "- a", /not one object/],
])("%s is refused", async (_, edited, sentence) => {
  const wish = { ...at("c"), base: "kind: ConfigMap", edited, overwrite: false };
  await expect(reviewEdit(fleet.as("operator"), wish)).rejects.toThrow(sentence);
});

test("only the object that was looked at is deleted, by its name typed", async () => {
  const app = fleet.as("operator");
  const { uid } = await getResource(app, at("c"));
  const wish = { ...at("c"), uid, confirm: "c" };
  await expect(deleteResource(app, { ...wish, confirm: "d" })).rejects.toThrow("Type c to confirm.");
  await expect(deleteResource(app, { ...wish, uid: "another" })).rejects.toThrow(/lab refused it/);
  await deleteResource(app, wish);
  await expect(getResource(app, at("c"))).rejects.toThrow(/no ConfigMap default\/c/);
  expect(await audited("resource.delete")).toEqual(["ConfigMap default/c on lab"]);
});

const event = (name: string, second: number) => ({
  metadata: { name, namespace: "default" },
  involvedObject: { kind: "ConfigMap", name: "a", namespace: "default" },
  reason: name,
  message: `It is ${name}.`,
  type: "Normal",
  lastTimestamp: `2026-01-01T00:00:0${second}Z`,
});
test("events of an object, the latest first", async () => {
  await post("/api/v1/namespaces/default/events", event("older", 1));
  await post("/api/v1/namespaces/default/events", event("newer", 2));
  const events = await listEvents(fleet.as("viewer"), at("a"));
  expect(events.map(({ reason }) => reason)).toEqual(["newer", "older"]);
  expect(await listEvents(fleet.as("viewer"), at("b"))).toEqual([]);
});

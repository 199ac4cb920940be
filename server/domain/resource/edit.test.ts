import { expect, test } from "vitest";
import { editableOf, editFault, overtaken, shownChanges } from "./edit.ts";
import { changesBetween } from "./field-changes.ts";
import { masked } from "./mask.ts";

const SECRET = { group: "", kind: "Secret" };
const MAP = { group: "", kind: "ConfigMap" };
const LAST = "kubectl.kubernetes.io/last-applied-configuration";
const secret = {
  kind: "Secret",
  metadata: { name: "db", annotations: { [LAST]: '{"data":{"password":"aHVudGVyMg=="}}', note: "kept" } },
  data: { password: "aHVudGVyMg==" },
};

test("a Secret shows the names of its values, and nothing of the values", () => {
  const shown = masked(SECRET, secret);
  expect(shown["data"]).toEqual({ password: "(hidden)" });
  expect(JSON.stringify(shown)).not.toContain("aHVudGVyMg");
  expect(shown).toMatchObject({ metadata: { annotations: { note: "kept" } } });
  expect(masked(MAP, secret)).toBe(secret);
});

test("a change of a Secret is told without its values, even where all annotations go", () => {
  const after = { ...secret, metadata: { name: "db" }, data: { password: "b3RoZXI=" } };
  const typed = changesBetween(masked(SECRET, secret), masked(SECRET, after));
  const changes = shownChanges(SECRET, { before: secret, after, typed });
  expect(changes.map(({ path }) => path)).toEqual(["metadata.annotations", "data.password"]);
  expect(changes[1]).toMatchObject({ from: "(hidden)", to: "(hidden), another value" });
  expect(JSON.stringify(changes)).not.toMatch(/aHVudGVyMg|b3RoZXI/);
});

test.each([
  ["the status", { status: { phase: "Gone" } }, /status is the cluster's own/],
  ["the kind", { kind: "Pod" }, /keeps the object's apiVersion, kind/],
  ["the name", { metadata: { name: "other", annotations: secret.metadata.annotations } }, /renamed or moved/],
  ["the uid", { metadata: { ...secret.metadata, uid: "1" } }, /metadata\.uid is the API server's/],
  ["the mark as a value", { data: { password: "(hidden)" } }, /only shown for what is hidden/],
])("%s cannot be typed", (_, change, sentence) => {
  expect(editFault(SECRET, changesBetween(secret, { ...secret, ...change }))).toMatch(sentence);
});

test("what a person may change is without what the API server keeps", () => {
  const metadata = { name: "a", uid: "u", resourceVersion: "1", managedFields: [], labels: { a: "b" } };
  expect(editableOf({ status: {}, apiVersion: "v1", kind: "ConfigMap", metadata, data: {} })).toEqual({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "a", labels: { a: "b" } },
    data: {},
  });
});

const typed = changesBetween({ spec: { replicas: 1 } }, { spec: { replicas: 3 } });
test.each([
  ["as it was read", 1, []],
  ["to the same by another", 3, []],
  ["to something else by another", 2, [{ path: "spec.replicas", now: "2", by: "hpa" }]],
])("a field that stands now %s", (_, replicas, expected) => {
  const managedFields = [{ manager: "hpa", fieldsV1: { "f:spec": { "f:replicas": {} } } }];
  expect(overtaken(MAP, { metadata: { managedFields }, spec: { replicas } }, typed)).toEqual(expected);
});

test("what the API server adds by itself is told apart from what was typed", () => {
  const before = { spec: { replicas: 1 } };
  const after = { spec: { replicas: 3, paused: false } };
  expect(shownChanges(MAP, { before, after, typed })).toEqual([
    { path: "spec.replicas", from: "1", to: "3", typed: true, owners: [] },
    { path: "spec.paused", from: null, to: "false", typed: false, owners: [] },
  ]);
});

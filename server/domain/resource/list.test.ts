import { expect, test } from "vitest";
import { collectionPath, objectPath, type ResourceKind } from "./kind.ts";
import { matchesKind, sectionOf, sectionsOf } from "./nav.ts";
import { selectorFault, selectorText } from "./selector.ts";
import { readTable } from "./table.ts";

const kind = (id: string, more: Partial<ResourceKind> = {}): ResourceKind => {
  const [plural = "", ...group] = id.split(".");
  return {
    id,
    group: group.join("."),
    version: "v1",
    kind: plural,
    plural,
    namespaced: true,
    verbs: [],
    shortNames: [],
    ...more,
  };
};

test("a table keeps the columns of the API server, and every cell is text", () => {
  const metadata = { name: "a", namespace: "default", uid: "u", deletionTimestamp: "2026-01-01T00:00:00Z" };
  const page = readTable({
    kind: "Table",
    metadata: { continue: "abc", remainingItemCount: 7 },
    columnDefinitions: [
      { name: "Name", type: "string", priority: 0 },
      { name: "Restarts", type: "integer", priority: 0 },
      { name: "Node", type: "string", priority: 1 },
    ],
    rows: [{ cells: ["a", 3, null], object: { metadata } }],
  });
  expect(page).toEqual({
    columns: [
      { name: "Name", number: false, priority: 0 },
      { name: "Restarts", number: true, priority: 0 },
      { name: "Node", number: false, priority: 1 },
    ],
    rows: [{ uid: "u", name: "a", namespace: "default", deleting: true, cells: ["a", "3", ""] }],
    next: "abc",
    remaining: 7,
  });
});

test("an API server without tables gives names and times; an empty one gives neither", () => {
  const list = { metadata: {}, items: [{ metadata: { name: "a", creationTimestamp: "2026-01-01" } }] };
  expect(readTable(list)).toMatchObject({
    rows: [{ name: "a", cells: ["a", "2026-01-01"] }],
    next: null,
    remaining: null,
  });
  expect(readTable({ kind: "Table", metadata: {}, columnDefinitions: [], rows: null }).rows).toEqual([]);
  expect(() => readTable({ kind: "Status" })).toThrow();
});

test.each([
  ["", true],
  ["app=web", true],
  ["app=web, tier!=test,!legacy,canary", true],
  ["env in (a, b),app.kubernetes.io/name notin (c)", true],
  ["app=", true],
  ["app==web", true],
  ["app web", false],
  ["app=web,", false],
  ["env in a,b", false],
  ["=web", false],
])("label selector %j is one: %s", (text, good) => {
  expect(selectorFault(text) === undefined).toBe(good);
});

test("a workload's selector as a query takes it", () => {
  const matchExpressions = [
    { key: "env", operator: "NotIn", values: ["a", "b"] },
    { key: "x", operator: "DoesNotExist" },
  ];
  expect(selectorText({ matchLabels: { app: "web" }, matchExpressions })).toBe("app=web,env notin (a,b),!x");
  expect(selectorText({})).toBeUndefined();
});

test.each([
  ["pods", "Workloads"],
  ["nodepools.karpenter.sh", "Nodes"],
  ["flowschemas.flowcontrol.apiserver.k8s.io", "Cluster"],
  ["gateways.gateway.networking.k8s.io", "Custom"],
  ["widgets.example.org", "Custom"],
])("%s stands under %s", (id, section) => {
  expect(sectionOf(kind(id))).toBe(section);
});

test("sections come in their order, without empty ones", () => {
  const sections = sectionsOf([kind("widgets.example.org"), kind("services"), kind("events"), kind("pods")]);
  expect(sections.map((each) => [each.section, each.kinds.map(({ id }) => id)])).toEqual([
    ["Workloads", ["pods", "events"]],
    ["Network", ["services"]],
    ["Custom", ["widgets.example.org"]],
  ]);
});

test("a kind is found by its short name, its kind and its group", () => {
  const deployments = kind("deployments.apps", { kind: "Deployment", shortNames: ["deploy"] });
  expect(["deploy", "Deployment", "apps", ""].every((text) => matchesKind(deployments, text))).toBe(true);
  expect(matchesKind(deployments, "dep loy")).toBe(false);
});

test("paths", () => {
  expect(collectionPath(kind("pods"), "a b")).toBe("/api/v1/namespaces/a%20b/pods");
  expect(collectionPath(kind("pods"))).toBe("/api/v1/pods");
  expect(objectPath(kind("nodes", { namespaced: false }), { namespace: "x", name: "n/1" })).toBe(
    "/api/v1/nodes/n%2F1",
  );
  expect(collectionPath(kind("jobs.batch"), null)).toBe("/apis/batch/v1/jobs");
});

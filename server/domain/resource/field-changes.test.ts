import { describe, expect, test } from "vitest";
import { changesBetween, pathText } from "./field-changes.ts";
import { patchOf } from "./json-patch.ts";
import { ownersOf } from "./owners.ts";

const web = { name: "web", image: "a", env: [{ name: "A", value: "1" }] };
const side = { name: "side", image: "s" };

test.each<[string, unknown, unknown, string[]]>([
  ["nothing", { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
  ["only the order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ["a field that turned", { spec: { replicas: 1 } }, { spec: { replicas: 2 } }, ["spec.replicas"]],
  ["one that came, one that went", { a: 1 }, { b: 1 }, ["a", "b"]],
  ["a map that went is one change", { m: { a: 1, b: 2 } }, {}, ["m"]],
  ["a list without names is one value", { args: ["a", "b"] }, { args: ["a"] }, ["args"]],
  [
    "a field of an item with a name",
    { containers: [web, side] },
    { containers: [{ ...web, image: "b" }, side] },
    ["containers[web].image"],
  ],
  ["an item that went", { containers: [web, side] }, { containers: [side] }, ["containers[web]"]],
  ["an item at the end", { containers: [web] }, { containers: [web, side] }, ["containers[side]"]],
  [
    "an item put before others: the order is meant",
    { containers: [web] },
    { containers: [side, web] },
    ["containers"],
  ],
  [
    "a key with dots",
    { metadata: { labels: { "app.kubernetes.io/name": "a" } } },
    { metadata: { labels: {} } },
    ['metadata.labels["app.kubernetes.io/name"]'],
  ],
])("%s", (_, before, after, paths) => {
  expect(changesBetween(before, after).map(({ steps }) => pathText(steps))).toEqual(paths);
});

const patched = (live: object, base: object, edited: object) =>
  patchOf({ metadata: { resourceVersion: "7" }, ...live }, changesBetween(base, edited)).slice(1);

describe("the patch", () => {
  test("insists on the version that was read", () => {
    expect(patchOf({ metadata: { resourceVersion: "7" } }, [])).toEqual([
      { op: "replace", path: "/metadata/resourceVersion", value: "7" },
    ]);
  });
  test("finds an item by its name, wherever it stands now", () => {
    const edited = { containers: [{ ...web, image: "b" }, side] };
    expect(patched({ containers: [side, web] }, { containers: [web, side] }, edited)).toEqual([
      { op: "replace", path: "/containers/1/image", value: "b" },
    ]);
  });
  test("takes items out from the end, adds at the end, and escapes keys", () => {
    const list = ["a", "b", "c"].map((name) => ({ name }));
    const before = { list, labels: {} };
    const after = { list: [{ name: "b" }, { name: "d" }], labels: { "x/y~z": "1" } };
    expect(patched(before, before, after)).toEqual([
      { op: "add", path: "/list/-", value: { name: "d" } },
      { op: "add", path: "/labels/x~1y~0z", value: "1" },
      { op: "remove", path: "/list/2" },
      { op: "remove", path: "/list/0" },
    ]);
  });
});

test("who set a field is who has it, or the whole of what it is in, in managedFields", () => {
  const managed = [
    { manager: "old", time: "2026-01-01", fieldsV1: { "f:spec": { "f:replicas": {}, "f:args": {} } } },
    {
      manager: "argocd",
      time: "2026-02-01",
      fieldsV1: { "f:spec": { "f:containers": { 'k:{"name":"web"}': { ".": {}, "f:image": {} } } } },
    },
    { manager: "hpa", time: "2026-03-01", fieldsV1: { "f:spec": { "f:replicas": {} } } },
  ];
  expect(ownersOf(managed, ["spec", "replicas"])).toEqual(["hpa", "old"]);
  expect(ownersOf(managed, ["spec", "containers", { item: "web" }, "image"])).toEqual(["argocd"]);
  expect(ownersOf(managed, ["spec", "containers", { item: "side" }, "image"])).toEqual([]);
  expect(ownersOf(managed, ["spec", "args", "0"])).toEqual(["old"]);
});

import { describe, expect, test } from "vitest";
import { BUILT_IN } from "../kind/builtin.ts";
import type { Kind } from "../kind/kind.ts";
import type { Schema } from "../kind/schema.ts";
import type { Stored } from "../object.ts";
import { applyTo } from "./apply.ts";
import { compare, difference, fieldsOf, intersection, pathsOf, union } from "./fields.ts";
import { jsonPatch, mergePatch, type Operation } from "./json-patch.ts";
import { strategicMerge } from "./strategic.ts";

const schema: Schema = {
  type: "object",
  properties: {
    spec: {
      type: "object",
      properties: {
        size: { type: "integer" },
        tags: { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" },
        whole: { type: "array", items: { type: "string" } },
        ports: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["name"],
          items: { type: "object", properties: { name: { type: "string" }, port: { type: "integer" } } },
        },
      },
    },
  },
};
const kind = { ...BUILT_IN[0], group: "example.com", kind: "Thing", custom: true, status: false } as Kind;
const now = new Date("2026-11-22T12:00:00Z");
const thing = (spec: object): Stored => ({
  apiVersion: "example.com/v1",
  kind: "Thing",
  metadata: { name: "a" },
  spec,
});

describe("JSON patch", () => {
  test.each<[string, Operation[], unknown]>([
    [
      "add at the end of a list",
      [{ op: "add", path: "/list/-", value: 3 }],
      { list: [1, 2, 3], a: { b: 1 } },
    ],
    ["add in the middle", [{ op: "add", path: "/list/1", value: 9 }], { list: [1, 9, 2], a: { b: 1 } }],
    ["remove from a list", [{ op: "remove", path: "/list/0" }], { list: [2], a: { b: 1 } }],
    ["move", [{ op: "move", from: "/a/b", path: "/c" }], { list: [1, 2], a: {}, c: 1 }],
    [
      "escaped paths",
      [{ op: "add", path: "/a/x~1y~0z", value: 1 }],
      { list: [1, 2], a: { b: 1, "x/y~z": 1 } },
    ],
  ])("%s", (_, operations, expected) => {
    expect(jsonPatch({ list: [1, 2], a: { b: 1 } }, operations)).toEqual(expected);
  });

  test.each<[string, Operation]>([
    ["an index beyond the list", { op: "add", path: "/list/9", value: 1 }],
    ["a parent that is not there", { op: "add", path: "/x/y", value: 1 }],
    ["a failing test", { op: "test", path: "/a/b", value: 2 }],
    ["an unknown operation", { op: "spoil" as "add", path: "/a" }],
  ])("%s is refused with 422", (_, operation) => {
    expect(() => jsonPatch({ list: [1], a: { b: 1 } }, [operation])).toThrow(
      expect.objectContaining({ status: 422 }),
    );
  });

  test("the target stays as it was", () => {
    const target = { list: [1] };
    jsonPatch(target, [{ op: "add", path: "/list/-", value: 2 }]);
    expect(target).toEqual({ list: [1] });
  });
});

test("merge patch: null takes away, objects merge, lists are replaced", () => {
  expect(mergePatch({ a: { b: 1, c: 2 }, d: [1] }, { a: { b: null, e: 3 }, d: [2] })).toEqual({
    a: { c: 2, e: 3 },
    d: [2],
  });
});

describe("strategic merge", () => {
  const live = {
    spec: {
      ports: [
        { name: "a", port: 1 },
        { name: "b", port: 2 },
      ],
      tags: ["x"],
      whole: ["p"],
    },
  };
  test.each([
    [
      "an item by its key",
      { ports: [{ name: "a", port: 9 }] },
      {
        ports: [
          { name: "a", port: 9 },
          { name: "b", port: 2 },
        ],
      },
    ],
    ["$patch: delete", { ports: [{ name: "a", $patch: "delete" }] }, { ports: [{ name: "b", port: 2 }] }],
    [
      "$patch: replace in the list",
      { ports: [{ $patch: "replace" }, { name: "c" }] },
      { ports: [{ name: "c" }] },
    ],
    [
      "order",
      { "$setElementOrder/ports": [{ name: "b" }, { name: "a" }] },
      {
        ports: [
          { name: "b", port: 2 },
          { name: "a", port: 1 },
        ],
      },
    ],
    ["a set grows", { tags: ["y"] }, { tags: ["x", "y"] }],
    ["a set shrinks", { "$deleteFromPrimitiveList/tags": ["x"] }, { tags: [] }],
    ["an atomic list is replaced", { whole: ["q"] }, { whole: ["q"] }],
    ["$retainKeys drops the others", { $retainKeys: ["tags"], tags: ["z"] }, { tags: ["x", "z"] }],
  ])("%s", (_, patch, expected) => {
    const { spec } = strategicMerge(live, { spec: patch }, schema) as typeof live;
    expect(spec).toMatchObject(expected);
    if ("$retainKeys" in patch) expect(Object.keys(spec)).toEqual(["tags"]);
  });
});

describe("field sets", () => {
  const a = fieldsOf(
    thing({ size: 1, ports: [{ name: "a", port: 1 }], tags: ["x"] }).spec,
    schema.properties?.["spec"],
  );

  test("items of keyed lists go by key, of sets by value, atomic lists are one leaf", () => {
    expect(a).toEqual({
      "f:size": {},
      "f:ports": { 'k:{"name":"a"}': { ".": {}, "f:name": {}, "f:port": {} } },
      "f:tags": { 'v:"x"': {} },
    });
    expect(fieldsOf({ whole: ["p"] }, schema.properties?.["spec"])).toEqual({ "f:whole": {} });
  });

  test("union, intersection and difference", () => {
    const b = { "f:size": {}, "f:other": {}, "f:ports": { 'k:{"name":"a"}': { "f:port": {} } } };
    expect(union(a, b)).toEqual({ ...a, "f:other": {} });
    expect(intersection(a, b)).toEqual({ "f:size": {}, "f:ports": { 'k:{"name":"a"}': { "f:port": {} } } });
    expect(difference(a, b)).toEqual({
      "f:ports": { 'k:{"name":"a"}': { ".": {}, "f:name": {} } },
      "f:tags": { 'v:"x"': {} },
    });
  });

  test("paths read as the real server writes them", () => {
    expect(pathsOf(a)).toEqual([
      ".size",
      '.ports[name="a"]',
      '.ports[name="a"].name',
      '.ports[name="a"].port',
      '.tags[="x"]',
    ]);
  });

  test("compare tells what changed and what went", () => {
    const before = thing({ size: 1, tags: ["x", "y"], ports: [{ name: "a", port: 1 }] });
    const after = thing({ size: 2, tags: ["x"], ports: [{ name: "a", port: 3 }] });
    expect(compare(before.spec, after.spec, schema.properties?.["spec"])).toEqual({
      changed: { "f:size": {}, "f:ports": { 'k:{"name":"a"}': { "f:port": {} } } },
      removed: { "f:tags": { 'v:"y"': {} } },
    });
  });
});

const apply = (live: Stored | undefined, spec: object, manager: string, force = false) =>
  applyTo(
    kind,
    schema,
    live,
    thing(spec),
    { manager, operation: "Apply", subresource: undefined },
    force,
    now,
  );

describe("apply", () => {
  test("three appliers of one list each keep their items", () => {
    const one = apply(undefined, { ports: [{ name: "a" }] }, "one");
    const two = apply(one, { ports: [{ name: "b" }] }, "two");
    const three = apply(two, { ports: [{ name: "c" }] }, "three");
    expect(three.spec).toEqual({ ports: [{ name: "a" }, { name: "b" }, { name: "c" }] });
    expect(apply(three, {}, "two").spec).toEqual({ ports: [{ name: "a" }, { name: "c" }] });
  });

  test("an item that another has a field in loses only the fields of the one who leaves", () => {
    const one = apply(undefined, { ports: [{ name: "a", port: 1 }] }, "one");
    const two = apply(one, { ports: [{ name: "a" }] }, "two");
    expect(apply(two, {}, "one").spec).toEqual({ ports: [{ name: "a" }] });
  });

  test("several conflicts are listed by owner", () => {
    const one = apply(undefined, { size: 1, whole: ["p"] }, "one");
    expect(() => apply(one, { size: 2, whole: ["q"] }, "two")).toThrow(
      'Apply failed with 2 conflicts: conflicts with "one":\n- .spec.size\n- .spec.whole',
    );
  });

  test("a last field that goes takes its empty parents along", () => {
    expect(apply(apply(undefined, { size: 1 }, "one"), {}, "one").spec).toBeUndefined();
  });
});

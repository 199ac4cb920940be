import { expect, test } from "vitest";
import { changedFields } from "./changed-fields.ts";
import { ownerOf, refusalOf } from "./view.ts";

test.each<[string, unknown, unknown, string[]]>([
  ["nothing", { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
  ["a field that turned", { spec: { replicas: 1 } }, { spec: { replicas: 2 } }, ["spec.replicas"]],
  ["one that came, one that went", { a: 1 }, { b: 1 }, ["a", "b"]],
  ["an item of a list", { list: [{ a: 1 }] }, { list: [{ a: 2 }, 3] }, ["list[0].a", "list[1]"]],
  [
    "what the API server keeps",
    { metadata: { resourceVersion: "1", managedFields: [1] }, status: 1 },
    { metadata: { resourceVersion: "2", managedFields: [2] }, status: 2 },
    [],
  ],
])("%s", (_, before, after, fields) => {
  expect(changedFields(before, after)).toEqual(fields);
});

test("only what this console brought is its own to change", () => {
  expect(refusalOf({ owner: ownerOf("karbonetes") })).toBeUndefined();
  expect(refusalOf({ owner: ownerOf("Helm") })).toMatch(/with Helm\.$/);
  expect(refusalOf({ owner: ownerOf(undefined) })).toMatch(/by other means/);
});

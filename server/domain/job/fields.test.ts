import { describe, expect, test } from "vitest";
import { countAt, fieldsAt, listAt, mergePatchOf, textAt, valueAt, type Edit } from "./fields.ts";

describe("what is not what it should be is nothing", () => {
  const root = { a: { b: [1, { c: "x" }] }, n: -1, big: 1e9, none: null };
  test.each([
    ["a value in a list", valueAt(root, ["a", "b", 1, "c"]), "x"],
    ["below nothing", valueAt(root, ["none", "b"]), undefined],
    ["a list where fields should be", fieldsAt(root, "a", "b"), {}],
    ["fields where a list should be", listAt(root, "a"), []],
    ["fields where a text should be", textAt(root, "a"), undefined],
    ["less than nothing", countAt(root, "n"), 0],
    ["more than anybody has", countAt(root, "big"), 0],
  ])("%s", (_, read, expected) => expect(read).toEqual(expected));
});

describe("a merge patch", () => {
  const object = { spec: { keep: 1, list: [{ name: "a", keep: 1 }, { name: "b" }], one: { keep: 1 } } };
  test.each<[string, Edit[], unknown]>([
    ["of nothing is empty", [], {}],
    [
      "has along objects only what changes",
      [{ path: ["spec", "one", "new"], value: 2 }],
      { spec: { one: { new: 2 } } },
    ],
    [
      "has a list whole, with what was in it",
      [{ path: ["spec", "list", 1, "deep", "new"], value: 2 }],
      {
        spec: {
          list: [
            { name: "a", keep: 1 },
            { name: "b", deep: { new: 2 } },
          ],
        },
      },
    ],
    [
      "joins edits of one object",
      [
        { path: ["spec", "one", "x"], value: 1 },
        { path: ["spec", "suspend"], value: false },
        { path: ["spec", "one", "y"], value: 2 },
      ],
      { spec: { one: { x: 1, y: 2 }, suspend: false } },
    ],
  ])("%s", (_, edits, expected) => expect(mergePatchOf(object, edits)).toEqual(expected));
});

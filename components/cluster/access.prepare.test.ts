import { expect, test } from "vitest";
import { parseNamespaces, secondsOf, warningOf } from "./access.prepare.ts";

test.each([
  ["nothing is the whole cluster", " ", { namespaces: [] }],
  ["commas and spaces", "climate, web  batch", { namespaces: ["climate", "web", "batch"] }],
  ["a wrong name is named", "climate Web", { error: "Web is no name of a namespace." }],
])("%s", (_, text, expected) => {
  expect(parseNamespaces(text)).toEqual(expected);
});

test("what edit reaches across a whole cluster is said before it is given", () => {
  expect(warningOf("edit", true)).toMatch(/every Secret/);
  expect(warningOf("edit", false)).toBeUndefined();
  expect(warningOf("view", true)).toBeUndefined();
  expect(secondsOf("8")).toBe(28_800);
});

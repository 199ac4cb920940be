import { expect, test } from "vitest";
import type { Stored } from "./object.ts";
import { fieldSelector, labelSelector, matchesSelector } from "./selector.ts";

const object = (labels?: Record<string, string>, part = {}): Stored => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "a", namespace: "n", ...(labels ? { labels } : {}) },
  ...part,
});

test.each([
  ["a=1,b in (2,3)", { a: "1", b: "3" }, true],
  ["a=1,b in (2,3)", { a: "1", b: "4" }, false],
  ["a notin (1)", {}, true],
  ["!a", {}, true],
  ["example.com/a", { "example.com/a": "" }, true],
  ["a>5", { a: "10" }, true],
  ["a<5", {}, false],
])("label selector %s on %o: %s", (text, labels, expected) => {
  expect(labelSelector(text)?.(object(labels))).toBe(expected);
});

test.each(["a=(b", "=a", "a in b", "a==b=c", "a b"])("%s is 400", (text) => {
  expect(() => labelSelector(text)).toThrow(expect.objectContaining({ status: 400 }));
});

test("nothing to select by selects everything", () => {
  expect(labelSelector("")).toBeUndefined();
  expect(fieldSelector(undefined, [])).toBeUndefined();
  expect(matchesSelector({}, undefined)).toBe(true);
});

test.each([
  [{ matchLabels: { a: "1" } }, { a: "1" }, true],
  [{ matchLabels: { a: "1" } }, {}, false],
  [{ matchExpressions: [{ key: "a", operator: "NotIn", values: ["1"] }] }, {}, true],
  [{ matchExpressions: [{ key: "a", operator: "Exists" }] }, {}, false],
])("selector %o on %o: %s", (selector, labels, expected) => {
  expect(matchesSelector(selector, labels)).toBe(expected);
});

test.each([
  ["spec.nodeName=", true],
  ["spec.nodeName!=", false],
  ["metadata.name=a,metadata.namespace=n", true],
  ["metadata.name!=a", false],
])("field selector %s: %s", (text, expected) => {
  expect(fieldSelector(text, ["spec.nodeName"])?.(object())).toBe(expected);
});

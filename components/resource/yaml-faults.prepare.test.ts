import { expect, test } from "vitest";
import type { KindSchema } from "#server/domain/resource/schema.ts";
import { faultsIn } from "./yaml-faults.prepare.ts";

const schema: KindSchema = {
  schemas: {},
  root: {
    type: "object",
    properties: {
      spec: {
        type: "object",
        properties: {
          replicas: { type: "integer" },
          args: { type: "array", items: { type: "string" } },
          template: { type: "object", properties: {} },
        },
      },
    },
  },
};
const marked = (text: string) =>
  faultsIn(text, schema).map(({ from, to, severity, message }) => [severity, text.slice(from, to), message]);

test.each<[string, string, unknown[]]>([
  ["nothing to say", "spec:\n  replicas: 3\n", []],
  ["an empty text", "", []],
  [
    "an unknown field is marked at its name",
    "spec:\n  replica: 3\n",
    [["warning", "replica", "There is no field replica in spec. Is it replicas?"]],
  ],
  [
    "a value of another type is marked itself",
    'spec:\n  replicas: "3" # three\n',
    [["warning", '"3"', "replicas takes a whole number, and this is text."]],
  ],
  [
    "an item of a list is marked itself",
    "spec:\n  args:\n    - a\n    - 8080\n",
    [["warning", "8080", "an item of args takes text, and this is a number. In quotes it is text."]],
  ],
  [
    "of what has many lines, the key is marked",
    "spec:\n  template:\n    - a\n    - b\n",
    [["warning", "template", "template takes fields of its own, and this is a list."]],
  ],
  [
    "an item of many lines is marked where it begins",
    "spec:\n  args:\n    - b: 1\n      c: 2\n",
    [["warning", "b", "an item of args takes text, and this is fields."]],
  ],
  [
    "in brackets as well",
    "spec: { replicas: many }",
    [["warning", "many", "replicas takes a whole number, and this is text."]],
  ],
  ["aliases are the review's to refuse", "spec: &a\n  replica: 1\nother: *a\n", []],
  [
    "a list where an object is looked for",
    "- a\n",
    [["warning", "-", "the object takes fields of its own, and this is a list."]],
  ],
])("%s", (_, text, faults) => {
  expect(marked(text)).toEqual(faults);
});

test("what is no YAML is an error, and no more is said of it", () => {
  expect(marked("spec:\n  replica: [\n").map(([severity]) => severity)).toEqual(["error"]);
  expect(faultsIn("spec:\n  replica: 3\n")).toEqual([]);
});

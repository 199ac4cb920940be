import { expect, test } from "vitest";
import { fieldsAt, SchemaDocument, schemaOf } from "./schema.ts";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const { schemas } = SchemaDocument.parse({
  components: {
    schemas: {
      Widget: {
        type: "object",
        "x-kubernetes-group-version-kind": [{ group: "example.org", version: "v1", kind: "Widget" }],
        properties: {
          spec: { allOf: [ref("Spec")], description: "What is wished. And more." },
          status: { type: "object" },
        },
      },
      Spec: {
        type: "object",
        required: ["parts"],
        properties: {
          parts: { type: "array", items: { allOf: [ref("Part")], default: {} } },
          labels: { type: "object", additionalProperties: ref("Part") },
          mode: { type: "string", enum: ["fast", "slow"] },
        },
      },
      Part: { type: "object", properties: { size: { type: "integer" }, inner: ref("Part") } },
    },
  },
}).components;
const root = schemaOf(schemas, { group: "example.org", version: "v1", kind: "Widget" });
const at = (...path: string[]) => (root ? fieldsAt(schemas, root, path) : []);

test("fields of an object, without the status, and with one sentence", () => {
  expect(at()).toEqual([
    { name: "spec", type: "object", about: "What is wished.", required: false, values: [] },
  ]);
});
test("types, required fields and closed lists", () => {
  expect(at("spec").map(({ name, type, required, values }) => [name, type, required, values])).toEqual([
    ["parts", "list of objects", true, []],
    ["labels", "map", false, []],
    ["mode", "string", false, ["fast", "slow"]],
  ]);
});
test.each([
  ["through a list", ["spec", "parts"]],
  ["through a map", ["spec", "labels", "any"]],
  ["through what refers to itself", ["spec", "parts", "inner", "inner"]],
])("%s", (_, path) => {
  expect(at(...path).map(({ name }) => name)).toEqual(["size", "inner"]);
});
test("what is not known has no fields", () => {
  expect(at("spec", "nothing", "here")).toEqual([]);
  expect(schemaOf(schemas, { group: "", version: "v1", kind: "Widget" })).toBeUndefined();
});

import { expect, test } from "vitest";
import { prunedSchema, SchemaDocument, type KindSchema, type SchemaNode } from "./schema.ts";
import { schemaFaults } from "./schema-faults.ts";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const wrapped = (name: string, more = {}) => ({
  allOf: [ref(name)],
  default: {},
  description: "It.",
  ...more,
});
/** As API servers publish them: references in allOf, quantities as oneOf, open places by Kubernetes' own marks. */
const { schemas } = SchemaDocument.parse({
  components: {
    schemas: {
      Spec: {
        type: "object",
        properties: {
          replicas: { type: "integer", format: "int32" },
          paused: { type: "boolean" },
          port: wrapped("IntOrString"),
          containers: { type: "array", items: wrapped("Container") },
          labels: { type: "object", additionalProperties: { type: "string" } },
          raw: { type: "object" },
          json: {},
          open: {
            type: "object",
            properties: { known: { type: "integer" } },
            "x-kubernetes-preserve-unknown-fields": true,
          },
          custom: { anyOf: [{ type: "integer" }, { type: "string" }], "x-kubernetes-int-or-string": true },
          embedded: {
            type: "object",
            properties: { spec: { type: "object" } },
            "x-kubernetes-embedded-resource": true,
          },
          either: {
            type: "object",
            properties: { a: { type: "string" } },
            anyOf: [{ properties: { b: { type: "string" } } }],
          },
        },
      },
      Container: {
        type: "object",
        properties: {
          image: { type: "string" },
          limits: { type: "object", additionalProperties: wrapped("Quantity") },
        },
      },
      IntOrString: { format: "int-or-string", oneOf: [{ type: "integer" }, { type: "string" }] },
      Quantity: { oneOf: [{ type: "string" }, { type: "number" }] },
      Loop: { type: "object", properties: { inner: ref("Loop") } },
      Other: { type: "object" },
    },
  },
}).components;
const root: SchemaNode = {
  type: "object",
  description: "Long.",
  properties: { spec: wrapped("Spec"), loop: ref("Loop"), lost: ref("Nowhere") },
};
const whole: KindSchema = { schemas, root };
const said = (value: unknown, schema = whole) =>
  schemaFaults(schema, value).map(({ path, at, message }) => `${at} ${path.join(".")}: ${message}`);

const FINE: readonly [string, object][] = [
  ["what the schema has", { spec: { replicas: 3, paused: false, labels: { a: "b" } } }],
  ["null, as if it were not there", { spec: { replicas: null, containers: null } }],
  ["a number or text", { spec: { port: 80, custom: "http" } }],
  ["a quantity as text or number", { spec: { containers: [{ limits: { cpu: 1.5, memory: "1Gi" } }] } }],
  ["anything in an object without fields", { spec: { raw: { a: [1] } } }],
  ["anything where no type is given", { spec: { json: [1, { a: "b" }] } }],
  ["what is kept though not known", { spec: { open: { other: { a: 1 } } } }],
  [
    "an embedded object's own head",
    { spec: { embedded: { apiVersion: "v1", kind: "Pod", metadata: { name: "a" } } } },
  ],
  ["a field of one of several schemas", { spec: { either: { b: "c" } } }],
  ["an object in itself", { loop: { inner: { inner: {} } } }],
  ["a reference that leads nowhere", { lost: { a: 1 } }],
];
test.each(FINE)("no alarm: %s", (_, value) => {
  expect(said(value)).toEqual([]);
});

const WRONG: readonly [object, string][] = [
  [{ spec: { replica: 3 } }, "key spec.replica: There is no field replica in spec. Is it replicas?"],
  [{ Spec: {} }, "key Spec: There is no field Spec at the top. Is it spec?"],
  [{ spec: { xyz: 1 } }, "key spec.xyz: There is no field xyz in spec."],
  [{ spec: { constructor: 1 } }, "key spec.constructor: There is no field constructor in spec."],
  [{ spec: { replicas: "3" } }, "value spec.replicas: replicas takes a whole number, and this is text."],
  [{ spec: { replicas: 1.5 } }, "value spec.replicas: replicas takes a whole number, and this is a number."],
  [{ spec: { paused: "yes" } }, "value spec.paused: paused takes true or false, and this is text."],
  [
    { spec: { labels: { a: 1 } } },
    "value spec.labels.a: a takes text, and this is a number. In quotes it is text.",
  ],
  [
    { spec: { labels: { a: true } } },
    "value spec.labels.a: a takes text, and this is true. In quotes it is text.",
  ],
  [{ spec: { port: [80] } }, "value spec.port: port takes a whole number or text, and this is a list."],
  [{ spec: { containers: {} } }, "value spec.containers: containers takes a list, and this is fields."],
  [
    { spec: { containers: ["a"] } },
    "value spec.containers.0: an item of containers takes fields of its own, and this is text.",
  ],
  [
    { spec: { containers: [{ image: "a" }, { imag: "b" }] } },
    "key spec.containers.1.imag: There is no field imag in an item of containers. Is it image?",
  ],
  [
    { spec: { open: { known: "a" } } },
    "value spec.open.known: known takes a whole number, and this is text.",
  ],
];
test.each(WRONG)("%j", (value, sentence) => {
  expect(said(value)).toEqual([sentence]);
});

test("pruned, a schema says the same of less", () => {
  const few = prunedSchema(whole);
  expect(Object.keys(few.schemas).toSorted()).toEqual([
    "Container",
    "IntOrString",
    "Loop",
    "Quantity",
    "Spec",
  ]);
  expect(JSON.stringify(few)).not.toMatch(/description|default/);
  for (const [value] of [...WRONG, ...FINE.map(([, fine]) => [fine] as const)])
    expect(said(value, few)).toEqual(said(value));
});

test("a text full of faults is not told of each", () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`f${n}`, 1]));
  expect(said({ spec: many })).toHaveLength(100);
});

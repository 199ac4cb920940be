import { expect, test } from "vitest";
import { readVariables } from "./read-variables.ts";
import { ClassVariable, variableFields } from "./variable-fields.ts";

const variable = (name: string, openAPIV3Schema: object, required = false) =>
  ClassVariable.parse({ name, required, schema: { openAPIV3Schema } });

const VARIABLES = [
  variable(
    "region",
    { type: "string", enum: ["fsn1", "hel1"], default: "fsn1", description: "Where." },
    true,
  ),
  variable("sshKey", { type: "string", minLength: 3, maxLength: 8, pattern: "^[a-z-]+$" }, true),
  variable("diskGiB", { type: "integer", minimum: 20, maximum: 100, default: 40 }),
  variable("replicas", { type: "integer", enum: [1, 3] }),
  variable("spot", { type: "boolean", default: false }),
  variable("network", {
    type: "object",
    default: { name: "main" },
    required: ["name"],
    properties: { name: { type: "string" }, mtu: { type: "integer", default: 1450 } },
  }),
  variable("mirrors", { type: "array", items: { type: "string" } }),
  variable("anything", { "x-kubernetes-preserve-unknown-fields": true }),
];
const typed = { sshKey: "ada" };
const read = (more: Record<string, string>) => readVariables(VARIABLES, { ...typed, ...more });

test("each kind of schema has its field; an object's properties have each their own", () => {
  expect(
    variableFields(VARIABLES).map(({ label, kind, initial, required }) => [label, kind, initial, required]),
  ).toEqual([
    ["region", "choice", "fsn1", true],
    ["sshKey", "text", "", true],
    ["diskGiB", "number", "40", false],
    ["replicas", "choice", "", false],
    ["spot", "boolean", "false", false],
    ["network.name", "text", "main", false],
    ["network.mtu", "number", "1450", false],
    ["mirrors", "json", "", false],
    ["anything", "json", "", false],
  ]);
});

test("the default of an object stands before that of its part, however deep", () => {
  const nested = variable("network", {
    type: "object",
    default: { mtu: 9_000, dns: { domain: "corp" } },
    properties: {
      mtu: { type: "integer", default: 1_450 },
      mode: { type: "string", default: "overlay" },
      dns: {
        type: "object",
        default: { domain: "local", ttl: 60 },
        properties: { domain: { type: "string", default: "lan" }, ttl: { type: "integer", default: 30 } },
      },
    },
  });
  expect(variableFields([nested]).map(({ label, initial }) => [label, initial])).toEqual([
    ["network.mtu", "9000"],
    ["network.mode", "overlay"],
    ["network.dns.domain", "corp"],
    ["network.dns.ttl", "30"],
  ]);
});

test("what stands as the class has it is left to the class", () => {
  expect(read({ region: "fsn1", diskGiB: " 40 " })).toEqual({ values: { sshKey: "ada" }, problems: {} });
});

test("a part that differs brings its whole variable", () => {
  expect(read({ "network.mtu": "9000" }).values).toEqual({
    sshKey: "ada",
    network: { name: "main", mtu: 9_000 },
  });
});

test("values are of the schema's own type", () => {
  const { values, problems } = read({
    region: "hel1",
    diskGiB: "20",
    replicas: "3",
    spot: "true",
    mirrors: '["a.example"]',
    anything: '{"deep": {"x": null}}',
  });
  expect(problems).toEqual({});
  expect(values).toEqual({
    region: "hel1",
    sshKey: "ada",
    diskGiB: 20,
    replicas: 3,
    spot: true,
    mirrors: ["a.example"],
    anything: { deep: { x: null } },
  });
});

test.each([
  ["sshKey", "", "The class requires sshKey."],
  ["sshKey", "ab", "Give at least 3 characters."],
  ["sshKey", "abcdefghi", "Give at most 8 characters."],
  ["sshKey", "ada1", "It must match ^[a-z-]+$."],
  ["region", "mars", "Choose one of fsn1, hel1."],
  ["diskGiB", "much", "Give a number."],
  ["diskGiB", "20.5", "Give a whole number."],
  ["diskGiB", "19", "Give at least 20."],
  ["diskGiB", "101", "Give at most 100."],
  ["spot", "yes", "Give true or false."],
  ["mirrors", "a, b", 'Give JSON, such as {"key": "value"} or ["a", "b"].'],
])("%s may not be %j", (label, text, problem) => {
  const { values, problems } = read({ [label]: text });
  expect(problems).toEqual({ [label]: problem });
  expect(values).not.toHaveProperty(label);
});

test("a pattern that only Go understands is left to the API server", () => {
  const go = [variable("name", { type: "string", pattern: "(?i)^a+$" })];
  expect(readVariables(go, { name: "AAA" })).toEqual({ values: { name: "AAA" }, problems: {} });
});

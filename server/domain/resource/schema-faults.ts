import { resolved, type KindSchema, type SchemaNode } from "./schema.ts";
import { nearest } from "./nearest.ts";

/** What an API server would refuse, by its own schema. */
export interface SchemaFault {
  /** Keys and places in lists, from the top. */
  path: (string | number)[];
  /** A name that is not known, or a value of another type. */
  at: "key" | "value";
  message: string;
}

const MOST_FAULTS = 100;
type Object = Record<string, unknown>;

/** Fields that are not known, and values of another type. Where the schema leaves something open, nothing is said. */
export function schemaFaults({ schemas, root }: KindSchema, value: unknown): SchemaFault[] {
  const faults: SchemaFault[] = [];
  const look = (raw: SchemaNode, at: unknown, path: (string | number)[]): void => {
    if (at === null || at === undefined || faults.length >= MOST_FAULTS) return; // null: as if it were not there
    const node = resolved(schemas, raw);
    const types = typesOf(node);
    if (types && !types.some((type) => isOf(type, at)))
      faults.push({ path, at: "value", message: mistyped(path, types, at) });
    else if (Array.isArray(at))
      at.forEach((each, index) => node.items && look(node.items, each, [...path, index]));
    else if (typeof at === "object") lookInside(node, at as Object, path);
  };
  const lookInside = (node: SchemaNode, object: Object, path: (string | number)[]): void => {
    for (const [key, each] of Object.entries(object)) {
      const field = fieldOf(node, key);
      if (field === "unknown") {
        const message = unknown(path, key, Object.keys(node.properties ?? {}));
        faults.push({ path: [...path, key], at: "key", message });
      } else if (field !== "open") look(field, each, [...path, key]);
    }
  };
  look(root, value, []);
  return faults.slice(0, MOST_FAULTS);
}

/** The schema of a field; open: whatever stands there is taken. */
function fieldOf(node: SchemaNode, key: string): SchemaNode | "open" | "unknown" {
  const { properties, additionalProperties: more } = node;
  if (properties && Object.hasOwn(properties, key)) return properties[key] ?? "open";
  if (typeof more === "object") return more;
  if (more === true || !properties || node["x-kubernetes-preserve-unknown-fields"]) return "open";
  if (node["x-kubernetes-embedded-resource"] && EMBEDDED.includes(key)) return "open";
  return isOneOfSeveral(node) ? "open" : "unknown"; // it may stand in another of them
}
const isOneOfSeveral = ({ allOf, anyOf, oneOf }: SchemaNode): boolean =>
  [allOf, anyOf, oneOf].some((all) => all !== undefined);
const EMBEDDED: readonly string[] = ["apiVersion", "kind", "metadata"];

/** What a value may be; undefined where the schema does not say. */
function typesOf(node: SchemaNode): string[] | undefined {
  if (node["x-kubernetes-int-or-string"] || node.format === "int-or-string") return ["integer", "string"];
  if (node.type !== undefined) return [node.type];
  const types = (node.oneOf ?? node.anyOf)?.map(({ type }) => type);
  return types?.length && types.every((type) => type !== undefined) ? types : undefined;
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value) || typeof value === "bigint";
    case "number":
      return typeof value === "number" || typeof value === "bigint";
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && !Array.isArray(value);
    case "string":
    case "boolean":
      return typeof value === type;
    default:
      return true; // a type that is not known here is not judged
  }
}

const WORDS: Readonly<Record<string, string>> = {
  integer: "a whole number",
  number: "a number",
  string: "text",
  boolean: "true or false",
  array: "a list",
  object: "fields of its own",
};

function mistyped(path: readonly (string | number)[], types: readonly string[], value: unknown): string {
  const wanted = types.map((type) => WORDS[type] ?? type).join(" or ");
  const hint =
    types.includes("string") && (typeof value === "number" || typeof value === "boolean")
      ? " In quotes it is text."
      : "";
  return `${nameOf(path)} takes ${wanted}, and this is ${wordFor(value)}.${hint}`;
}

function wordFor(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number" || typeof value === "bigint") return "a number";
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" ? "text" : "fields";
}

function unknown(path: readonly (string | number)[], key: string, known: readonly string[]): string {
  const where = path.length === 0 ? "at the top" : `in ${nameOf(path)}`;
  const near = nearest(key, known);
  return `There is no field ${key} ${where}.${near ? ` Is it ${near}?` : ""}`;
}

/** "replicas", "an item of containers" */
function nameOf(path: readonly (string | number)[]): string {
  const last = path.findLast((part) => typeof part === "string") ?? "the object";
  return typeof path.at(-1) === "number" ? `an item of ${last}` : last;
}

import { metaSchema, type Schema } from "../kind/schema.ts";
import { clone, isObject, type JsonObject } from "../object.ts";
import { fieldSchema } from "./walk.ts";

export interface Findings {
  /** Paths of fields that the schema does not know; they are removed. */
  unknown: string[];
  /** What cannot be read as the type that the schema wants. */
  mistyped: { path: string; wanted: string; found: string }[];
}
interface Walk extends Findings {
  /** Empty lists and maps go as well, as Go's `omitempty` has it. */
  omitEmpty: boolean;
}

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? "array" : value === null ? "null" : typeof value;

function fits(value: unknown, schema: Schema): boolean {
  switch (schema.type ?? "any") {
    case "integer":
      return Number.isInteger(value);
    case "number":
    case "boolean":
    case "string":
      return typeof value === schema.type;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    default:
      return true;
  }
}

const join = (path: string, field: string) => (path === "" ? field : `${path}.${field}`);
const additional = ({ additionalProperties }: Schema): Schema | undefined =>
  typeof additionalProperties === "object" ? additionalProperties : undefined;
const EMBEDDED = new Set(["apiVersion", "kind", "metadata"]);

function isOpen(schema: Schema, field: string): boolean {
  if (schema["x-kubernetes-preserve-unknown-fields"] === true || schema.additionalProperties === true)
    return true;
  if (schema["x-kubernetes-embedded-resource"] && EMBEDDED.has(field)) return true;
  return schema.properties === undefined && schema.type !== "object";
}

const isEmpty = (value: unknown, schema: Schema): boolean =>
  Array.isArray(value)
    ? value.length === 0
    : isObject(value) && additional(schema) !== undefined && Object.keys(value).length === 0;

function conformObject(value: JsonObject, schema: Schema, path: string, walk: Walk): void {
  for (const field of Object.keys(value)) {
    const known = schema.properties?.[field] ?? additional(schema);
    if (value[field] === undefined || (value[field] === null && !known?.nullable)) delete value[field];
    else if (known) {
      value[field] = conformValue(value[field], known, join(path, field), walk);
      if (walk.omitEmpty && isEmpty(value[field], known)) delete value[field];
    } else if (!isOpen(schema, field)) {
      walk.unknown.push(join(path, field));
      delete value[field];
    }
  }
}

function conformValue(value: unknown, schema: Schema, path: string, walk: Walk): unknown {
  if (!fits(value, schema) && !(value === null && schema.nullable)) {
    walk.mistyped.push({ path, wanted: schema.type ?? "", found: typeOf(value) });
    return value;
  }
  if (isObject(value)) conformObject(value, schema, path, walk);
  else if (Array.isArray(value) && schema.items) {
    const { items } = schema;
    return value.map((item, index) => conformValue(item, items, `${path}[${index}]`, walk));
  }
  return value;
}

/** Removes what the schema does not know and nulls it does not allow, in place, and says what it found. */
export function conformTo(object: JsonObject, schema: Schema, omitEmpty: boolean): Findings {
  const walk: Walk = { unknown: [], mistyped: [], omitEmpty };
  const { apiVersion, kind, metadata, ...rest } = object;
  if (isObject(metadata)) {
    const { managedFields, ...own } = metadata;
    conformObject(own, metaSchema(), "metadata", { ...walk, omitEmpty: true });
    object["metadata"] = managedFields === undefined ? own : { ...own, managedFields };
  }
  for (const field of Object.keys(rest)) delete object[field];
  const { metadata: _, ...properties } = schema.properties ?? {};
  conformObject(rest, { ...schema, properties }, "", walk);
  Object.assign(object, rest, { apiVersion, kind });
  return walk;
}

/** Fills in the schema's defaults, in place. */
export function defaultBy(value: unknown, schema: Schema): void {
  const { items, properties = {} } = schema;
  if (Array.isArray(value)) {
    if (items) for (const item of value) defaultBy(item, items);
  } else if (isObject(value)) {
    for (const field in properties)
      if (value[field] === undefined) setDefault(value, field, properties[field]?.default);
    for (const field of Object.keys(value)) defaultBy(value[field], fieldSchema(schema, field) ?? {});
  }
}

function setDefault(object: JsonObject, field: string, fallback: unknown): void {
  if (fallback !== undefined) object[field] = clone(fallback);
}

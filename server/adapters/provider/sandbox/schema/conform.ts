import { metaSchema, type Schema } from "../kind/schema.ts";
import { clone, isObject, type JsonObject } from "../object.ts";

export interface Findings {
  /** Paths of fields that the schema does not know; they are removed. */
  unknown: string[];
  /** What cannot be read as the type that the schema wants, built-in kinds only. */
  mistyped: { path: string; wanted: string; found: string }[];
}

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? "array" : value === null ? "null" : typeof value;

function fits(value: unknown, schema: Schema): boolean {
  switch (schema.type) {
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

function conformObject(value: JsonObject, schema: Schema, path: string, findings: Findings): void {
  const open =
    schema["x-kubernetes-preserve-unknown-fields"] === true || schema.additionalProperties === true;
  const closed = !open && (schema.properties !== undefined || schema.type === "object");
  for (const field of Object.keys(value)) {
    const embedded =
      schema["x-kubernetes-embedded-resource"] && ["apiVersion", "kind", "metadata"].includes(field);
    const known =
      schema.properties?.[field] ??
      (typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined);
    if (value[field] === null && !known?.nullable) delete value[field];
    else if (known) value[field] = conformValue(value[field], known, join(path, field), findings);
    else if (closed && !embedded) {
      findings.unknown.push(join(path, field));
      delete value[field];
    }
  }
}

function conformValue(value: unknown, schema: Schema, path: string, findings: Findings): unknown {
  if (!fits(value, schema) && !(value === null && schema.nullable)) {
    findings.mistyped.push({ path, wanted: schema.type ?? "", found: typeOf(value) });
    return value;
  }
  if (isObject(value)) conformObject(value, schema, path, findings);
  else if (Array.isArray(value) && schema.items) {
    const { items } = schema;
    return value.map((item, index) => conformValue(item, items, `${path}[${index}]`, findings));
  }
  return value;
}

/** Removes what the schema does not know and nulls it does not allow, in place, and says what it found. */
export function conformTo(object: JsonObject, schema: Schema): Findings {
  const findings: Findings = { unknown: [], mistyped: [] };
  const { metadata } = object;
  if (isObject(metadata)) conformValue(metadata, metaSchema(), "metadata", findings);
  const { apiVersion, kind, metadata: _, ...rest } = object;
  for (const field of Object.keys(rest)) delete object[field];
  const { metadata: _own, ...properties } = schema.properties ?? {};
  conformObject(rest, { ...schema, properties }, "", findings);
  Object.assign(object, rest, { apiVersion, kind });
  return findings;
}

/** Fills in the schema's defaults, in place. */
export function defaultBy(value: unknown, schema: Schema): void {
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) defaultBy(item, schema.items);
    return;
  }
  if (!isObject(value)) return;
  for (const [field, known] of Object.entries(schema.properties ?? {})) {
    if (value[field] === undefined && known.default !== undefined) value[field] = clone(known.default);
    if (value[field] !== undefined) defaultBy(value[field], known);
  }
  if (typeof schema.additionalProperties !== "object") return;
  for (const field of Object.keys(value))
    if (!schema.properties?.[field]) defaultBy(value[field], schema.additionalProperties);
}

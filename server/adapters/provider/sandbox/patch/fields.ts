import type { Schema } from "../kind/schema.ts";
import { equal, isObject, type JsonObject } from "../object.ts";
import { fieldSchema, isAtomicMap, itemKey, listKind } from "../schema/walk.ts";

/** A set of field paths in the FieldsV1 form: `{"f:spec":{"f:suspend":{}}}`; `.` marks the node itself. */
export interface Fields {
  [step: string]: Fields;
}

const isMember = (node: Fields): boolean => "." in node || Object.keys(node).length === 0;

function nodeOf(member: boolean, children: Fields): Fields | undefined {
  if (Object.keys(children).length === 0) return member ? {} : undefined;
  return member ? { ".": {}, ...children } : children;
}

function combine(
  a: Fields | undefined,
  b: Fields | undefined,
  keep: (inA: boolean, inB: boolean) => boolean,
  root: boolean,
): Fields | undefined {
  const children: Fields = {};
  for (const step of new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])) {
    const child = step === "." ? undefined : combine(a?.[step], b?.[step], keep, false);
    if (child) children[step] = child;
  }
  const member = !root && keep(a !== undefined && isMember(a), b !== undefined && isMember(b));
  return nodeOf(member, children);
}

export const union = (a: Fields, b: Fields): Fields => combine(a, b, (x, y) => x || y, true) ?? {};
export const intersection = (a: Fields, b: Fields): Fields => combine(a, b, (x, y) => x && y, true) ?? {};
export const difference = (a: Fields, b: Fields): Fields => combine(a, b, (x, y) => x && !y, true) ?? {};
export const isEmpty = (fields: Fields): boolean => Object.keys(fields).length === 0;

/** Objects that every built-in kind has even when empty: they are nobody's. */
const ALWAYS_THERE = new Set(["f:metadata", "f:spec", "f:status", "f:template", "f:jobTemplate"]);

/** The fields of a value one level down, with the schema of each. */
function parts(
  value: unknown,
  schema: Schema | undefined,
): [step: string, value: unknown, schema: Schema | undefined][] {
  if (isObject(value))
    return isAtomicMap(schema)
      ? []
      : Object.keys(value).flatMap((field) =>
          value[field] === undefined ? [] : [[`f:${field}`, value[field], fieldSchema(schema, field)]],
        );
  if (!Array.isArray(value) || listKind(schema) === "atomic") return [];
  return Array.from(itemsByKey(value, schema), ([key, item]) => [key, item, schema?.items]);
}

/**
 * All fields that a value has. One who applies it claims the leaves; one who adds it by an update claims the objects around them
 * too (`around`).
 */
export function fieldsOf(value: unknown, schema: Schema | undefined, around = false): Fields {
  const fields: Fields = {};
  for (const [step, child, childSchema] of parts(value, schema)) {
    const inner = fieldsOf(child, childSchema, around);
    const claimed = step.startsWith("k:") || (around && !isEmpty(inner) && !ALWAYS_THERE.has(step));
    fields[step] = claimed ? { ".": {}, ...inner } : inner;
  }
  return fields;
}

/** Items of a `map` or `set` list under the key that managedFields uses. */
export function itemsByKey(list: readonly unknown[], schema: Schema | undefined): Map<string, unknown> {
  const keyed = listKind(schema) === "map";
  return new Map(
    list.map((item) => [keyed && isObject(item) ? itemKey(item, schema) : `v:${JSON.stringify(item)}`, item]),
  );
}

export interface Comparison {
  /** Added or modified. */
  changed: Fields;
  removed: Fields;
}

/** Which fields differ between two versions of a value. */
export function compare(before: unknown, after: unknown, schema: Schema | undefined): Comparison {
  if (isObject(before) && isObject(after) && !isAtomicMap(schema))
    return compareParts(
      new Map(Object.entries(before)),
      new Map(Object.entries(after)),
      (field) => fieldSchema(schema, field),
      "f:",
    );
  if (Array.isArray(before) && Array.isArray(after) && listKind(schema) !== "atomic")
    return compareParts(itemsByKey(before, schema), itemsByKey(after, schema), () => schema?.items, "");
  return { changed: {}, removed: {} };
}

function whole(value: unknown, schema: Schema | undefined): Fields {
  const fields = fieldsOf(value, schema, true);
  return isObject(value) && !isEmpty(fields) ? { ".": {}, ...fields } : fields;
}

function compareParts(
  before: Map<string, unknown>,
  after: Map<string, unknown>,
  schemaOf: (key: string) => Schema | undefined,
  prefix: string,
): Comparison {
  const changed: Fields = {};
  const removed: Fields = {};
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(key), after.get(key)];
    if (equal(a, b)) continue;
    const schema = schemaOf(key);
    const step = `${prefix}${key}`;
    if (a === undefined) changed[step] = whole(b, schema);
    else if (b === undefined) removed[step] = whole(a, schema);
    else {
      const inner = compare(a, b, schema);
      if (isEmpty(inner.changed) && isEmpty(inner.removed)) changed[step] = {};
      if (!isEmpty(inner.changed)) changed[step] = inner.changed;
      if (!isEmpty(inner.removed)) removed[step] = inner.removed;
    }
  }
  return { changed, removed };
}

/** Paths for people: `.spec.template.spec.containers[name="main"].image`. */
export function pathsOf(fields: Fields, prefix = ""): string[] {
  return Object.entries(fields).flatMap(([step, child]) => {
    if (step === ".") return [];
    const path = prefix + shownStep(step);
    return [...(isMember(child) ? [path] : []), ...pathsOf(child, path)];
  });
}

function shownStep(step: string): string {
  const rest = step.slice(2);
  if (step.startsWith("f:")) return `.${rest}`;
  if (step.startsWith("v:")) return `[=${rest}]`;
  const keys = Object.entries(JSON.parse(rest) as JsonObject);
  return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(",")}]`;
}

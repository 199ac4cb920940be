import type { Schema } from "../kind/schema.ts";
import { clone, isObject, type JsonObject } from "../object.ts";
import { fieldSchema, listKind } from "../schema/walk.ts";

const ORDER = "$setElementOrder/";
const DELETE_FROM = "$deleteFromPrimitiveList/";

/** Strategic merge uses one merge key where server-side apply has several. */
const mergeKey = (schema: Schema | undefined): string | undefined =>
  listKind(schema) === "map" ? schema?.["x-kubernetes-list-map-keys"]?.[0] : undefined;

function mergeItems(
  live: readonly unknown[],
  patch: readonly unknown[],
  schema: Schema | undefined,
  key: string,
): unknown[] {
  if (patch.some((item) => isObject(item) && item["$patch"] === "replace"))
    return clone(patch.filter((item) => isObject(item) && item["$patch"] !== "replace"));
  let result = [...live];
  for (const item of patch) {
    if (!isObject(item)) continue;
    const isIt = (other: unknown) => isObject(other) && other[key] === item[key];
    const index = result.findIndex(isIt);
    if (item["$patch"] === "delete") result = result.filter((other) => !isIt(other));
    else if (index < 0) result.push(strategicMerge({}, item, schema?.items));
    else result[index] = strategicMerge(result[index], item, schema?.items);
  }
  return result;
}

function mergeList(live: unknown, patch: readonly unknown[], schema: Schema | undefined): unknown[] {
  const present = Array.isArray(live) ? live : [];
  const key = mergeKey(schema);
  if (key !== undefined) return mergeItems(present, patch, schema, key);
  if (listKind(schema) === "set") return [...present, ...patch.filter((item) => !present.includes(item))];
  return clone([...patch]);
}

function order(list: unknown, wanted: unknown, schema: Schema | undefined): unknown {
  if (!Array.isArray(list) || !Array.isArray(wanted)) return list;
  const key = mergeKey(schema);
  const identity = (item: unknown) => (key !== undefined && isObject(item) ? item[key] : item);
  const places = wanted.map(identity);
  const rank = (item: unknown) => places.indexOf(identity(item));
  // what the patch does not name keeps its place relative to its left neighbour
  let last = -1;
  const ranked = list.map((item: unknown) => {
    const own = rank(item);
    last = own >= 0 ? own : last;
    return { item, at: own >= 0 ? own : last + 0.5 };
  });
  return ranked.toSorted((a, b) => a.at - b.at).map(({ item }): unknown => item);
}

function retain(result: JsonObject, kept: unknown): void {
  if (!Array.isArray(kept)) return;
  for (const field of Object.keys(result)) if (!kept.includes(field)) delete result[field];
}

function mergeField(live: unknown, patch: unknown, schema: Schema | undefined): unknown {
  if (patch === null) return undefined;
  return Array.isArray(patch) ? mergeList(live, patch, schema) : strategicMerge(live, patch, schema);
}

/** `$deleteFromPrimitiveList/FIELD` and `$setElementOrder/FIELD`, after the fields themselves. */
function obeyDirective(
  result: JsonObject,
  directive: string,
  value: unknown,
  schema: Schema | undefined,
): void {
  const name = directive.slice(directive.indexOf("/") + 1);
  const list = result[name];
  if (!Array.isArray(list) || !Array.isArray(value)) return;
  result[name] = directive.startsWith(ORDER)
    ? order(list, value, fieldSchema(schema, name))
    : list.filter((item) => !value.includes(item));
}

const isDirective = (field: string) => field.startsWith(ORDER) || field.startsWith(DELETE_FROM);

/** Kubernetes' own merge: lists with a merge key item by item, `$patch`, `$retainKeys` and the order directives obeyed. */
export function strategicMerge(live: unknown, patch: unknown, schema: Schema | undefined): unknown {
  if (!isObject(patch)) return clone(patch);
  const { $patch: directive, $retainKeys: kept, ...fields } = patch;
  if (directive === "delete") return undefined;
  if (directive === "replace") return clone(fields);
  const result: JsonObject = isObject(live) ? { ...live } : {};
  for (const [field, value] of Object.entries(fields)) {
    if (isDirective(field)) continue;
    const merged = mergeField(result[field], value, fieldSchema(schema, field));
    if (merged === undefined) delete result[field];
    else result[field] = merged;
  }
  for (const [field, value] of Object.entries(fields))
    if (isDirective(field)) obeyDirective(result, field, value, schema);
  retain(result, kept);
  return result;
}

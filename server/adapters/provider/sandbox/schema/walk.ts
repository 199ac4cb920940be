import type { Schema } from "../kind/schema.ts";
import type { JsonObject } from "../object.ts";

/** The schema of a field; undefined where nothing is known of it. */
export function fieldSchema(schema: Schema | undefined, field: string): Schema | undefined {
  const known = schema?.properties?.[field];
  if (known) return known;
  return typeof schema?.additionalProperties === "object" ? schema.additionalProperties : undefined;
}

export const isAtomicMap = (schema: Schema | undefined): boolean =>
  schema?.["x-kubernetes-map-type"] === "atomic";

export type ListKind = "atomic" | "set" | "map";
export const listKind = (schema: Schema | undefined): ListKind =>
  schema?.["x-kubernetes-list-type"] ?? "atomic";

const KEY_DEFAULTS: Record<string, unknown> = { protocol: "TCP" };

/** The identity of an item in a `map` list, as managedFields writes it: `k:{"name":"main"}`. */
export function itemKey(item: JsonObject, schema: Schema | undefined): string {
  const keys = schema?.["x-kubernetes-list-map-keys"] ?? [];
  const entries = keys
    .toSorted()
    .map((key) => [key, item[key] ?? schema?.items?.properties?.[key]?.default ?? KEY_DEFAULTS[key]]);
  return `k:${JSON.stringify(Object.fromEntries(entries))}`;
}

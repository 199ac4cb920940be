import type { KubeObject, ObjectMeta } from "#server/domain/kubernetes.ts";

export type JsonObject = Record<string, unknown>;

export interface ManagedFieldsEntry {
  manager: string;
  operation: "Apply" | "Update";
  apiVersion: string;
  time: string;
  fieldsType: "FieldsV1";
  fieldsV1: JsonObject;
  subresource?: string;
}
export interface StoredMeta extends ObjectMeta {
  managedFields?: ManagedFieldsEntry[];
  deletionGracePeriodSeconds?: number;
}
/** An object as the store holds it: deeply frozen. */
export interface Stored extends KubeObject {
  metadata: StoredMeta;
  [field: string]: unknown;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at `key`, made if it is absent. */
export function childOf(parent: JsonObject, key: string): JsonObject {
  const present = parent[key];
  if (isObject(present)) return present;
  const made: JsonObject = {};
  parent[key] = made;
  return made;
}

export function clone<T>(value: T): T {
  if (Array.isArray(value)) return value.map(clone) as T;
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const key in value) copy[key] = clone(value[key]);
  return copy as T;
}

export function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const key in value) freeze(value[key]);
  return Object.freeze(value);
}

/** Deep equality of JSON values; a field that is undefined counts as absent. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => equal(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  for (const key in a) if (!equal(a[key], b[key])) return false;
  for (const key in b) if (a[key] === undefined && b[key] !== undefined) return false;
  return true;
}

/** The value at a dotted path of plain fields: `spec.nodeName`. */
export function valueAt(object: unknown, path: string): unknown {
  let value = object;
  for (const field of path.split(".")) value = isObject(value) ? value[field] : undefined;
  return value;
}

export const asText = (value: unknown): string =>
  typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);

/** Kubernetes writes whole seconds: 2026-11-22T17:00:00Z. */
export const timestamp = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

import { apiVersionOf, type Kind } from "../kind/kind.ts";
import type { Schema } from "../kind/schema.ts";
import { isObject, timestamp, type JsonObject, type ManagedFieldsEntry, type Stored } from "../object.ts";
import { compare, difference, fieldsOf, isEmpty, union, type Fields } from "./fields.ts";

export interface Writer {
  manager: string;
  operation: "Apply" | "Update";
  subresource: string | undefined;
}

const NOT_MANAGED =
  "name namespace uid resourceVersion generation creationTimestamp selfLink deletionTimestamp deletionGracePeriodSeconds managedFields".split(
    " ",
  );

/** The part of an object whose fields have owners. A kind's status belongs to its subresource and the rest to the main path. */
export function managedPart(kind: Kind, object: Stored, subresource: string | undefined): JsonObject {
  const { apiVersion: _a, kind: _k, metadata, status, ...rest } = object;
  if (subresource === "status") return status === undefined ? {} : { status };
  const meta: JsonObject = { ...metadata };
  for (const field of NOT_MANAGED) delete meta[field];
  const part: JsonObject = { ...rest };
  if (Object.keys(meta).length > 0) part["metadata"] = meta;
  if (!kind.status && status !== undefined) part["status"] = status;
  return part;
}

export const isSameWriter = (
  entry: ManagedFieldsEntry,
  { manager, operation, subresource }: Writer,
): boolean => entry.manager === manager && entry.operation === operation && entry.subresource === subresource;

export function entryFor(kind: Kind, writer: Writer, fields: Fields, now: Date): ManagedFieldsEntry {
  return {
    manager: writer.manager,
    operation: writer.operation,
    apiVersion: apiVersionOf(kind),
    time: timestamp(now),
    fieldsType: "FieldsV1",
    fieldsV1: fields,
    ...(writer.subresource ? { subresource: writer.subresource } : {}),
  };
}

export const fieldsIn = (entry: ManagedFieldsEntry | undefined): Fields => (entry?.fieldsV1 ?? {}) as Fields;

/** Keeps an entry's time while its fields are the same. */
export function withFields(entry: ManagedFieldsEntry, fields: Fields): ManagedFieldsEntry[] {
  if (isEmpty(fields)) return [];
  return [{ ...entry, fieldsV1: fields }];
}

/** A client may clear all ownership by an empty list, or a list of one empty entry, and change it in no other way. */
export function ownersBefore(live: Stored | undefined, wish: Stored): readonly ManagedFieldsEntry[] {
  const given = wish.metadata.managedFields as unknown[] | undefined;
  const cleared =
    Array.isArray(given) &&
    (given.length === 0 || (given.length === 1 && isObject(given[0]) && Object.keys(given[0]).length === 0));
  return cleared ? [] : (live?.metadata.managedFields ?? []);
}

/** Books what an update changed on its writer: others lose the fields it changed or removed. Changes `next`. */
export function trackUpdate(
  kind: Kind,
  schema: Schema,
  live: Stored | undefined,
  next: Stored,
  writer: Writer,
  now: Date,
): void {
  const { subresource } = writer;
  const after = managedPart(kind, next, subresource);
  const before = live ? managedPart(kind, live, subresource) : {};
  const { changed, removed } = live
    ? compare(before, after, schema)
    : { changed: fieldsOf(after, schema, true), removed: {} };
  const owners = ownersBefore(live, next);
  const lost = union(changed, removed);
  const kept = isEmpty(lost)
    ? [...owners]
    : owners.flatMap((entry) =>
        isSameWriter(entry, writer)
          ? withFields(entry, difference(fieldsIn(entry), removed))
          : withFields(entry, difference(fieldsIn(entry), lost)),
      );
  const own = kept.find((entry) => isSameWriter(entry, writer));
  const others = kept.filter((entry) => entry !== own);
  const mine = union(fieldsIn(own), changed);
  const entry = isEmpty(changed) && own ? own : entryFor(kind, writer, mine, now);
  next.metadata.managedFields = isEmpty(mine) ? others : [...others, entry];
  if (next.metadata.managedFields.length === 0) delete next.metadata.managedFields;
}

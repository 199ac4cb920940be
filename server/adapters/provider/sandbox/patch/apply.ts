import type { Kind } from "../kind/kind.ts";
import type { Schema } from "../kind/schema.ts";
import { clone, isObject, type JsonObject, type ManagedFieldsEntry, type Stored } from "../object.ts";
import { fieldSchema, isAtomicMap, listKind } from "../schema/walk.ts";
import { StatusError, type StatusCause } from "../status.ts";
import {
  compare,
  difference,
  fieldsOf,
  intersection,
  isEmpty,
  itemsByKey,
  pathsOf,
  union,
  type Comparison,
  type Fields,
} from "./fields.ts";
import { entryFor, fieldsIn, isSameWriter, managedPart, withFields, type Writer } from "./managed.ts";

/** Lays an applied configuration over what lives: its fields win, items of keyed lists are merged one by one. */
export function merge(live: unknown, config: unknown, schema: Schema | undefined): unknown {
  if (isObject(live) && isObject(config) && !isAtomicMap(schema)) {
    const result: JsonObject = { ...live };
    for (const field in config) result[field] = merge(live[field], config[field], fieldSchema(schema, field));
    return result;
  }
  if (Array.isArray(live) && Array.isArray(config) && listKind(schema) !== "atomic") {
    const result = itemsByKey(live, schema);
    for (const [key, item] of itemsByKey(config, schema))
      result.set(key, merge(result.get(key), item, schema?.items));
    return [...result.values()];
  }
  return clone(config);
}

/** Takes away what the writer once applied, applies no more, and nobody else owns; undefined when nothing is left. */
function prune(value: unknown, gone: Fields, owned: Fields, schema: Schema | undefined): unknown {
  const steps = Object.keys(gone).filter((step) => step !== ".");
  if (isObject(value)) {
    const result: JsonObject = { ...value };
    for (const step of steps) {
      const field = step.slice(2);
      const left = pruneChild(result[field], gone[step] ?? {}, owned[step], fieldSchema(schema, field));
      if (left === undefined) delete result[field];
      else result[field] = left;
    }
    return Object.keys(result).length === 0 ? undefined : result;
  }
  if (!Array.isArray(value)) return value;
  const result = itemsByKey(value, schema);
  for (const step of steps) {
    const left = pruneChild(result.get(step), gone[step] ?? {}, owned[step], schema?.items);
    if (left === undefined) result.delete(step);
    else result.set(step, left);
  }
  return result.size === 0 ? undefined : [...result.values()];
}

function pruneChild(
  value: unknown,
  gone: Fields,
  owned: Fields | undefined,
  schema: Schema | undefined,
): unknown {
  const entirely = "." in gone || isEmpty(gone);
  return entirely && owned === undefined ? undefined : prune(value, gone, owned ?? {}, schema);
}

const shown = ({ manager, operation, subresource, apiVersion }: ManagedFieldsEntry): string =>
  JSON.stringify(manager) +
  (subresource ? ` with subresource ${JSON.stringify(subresource)}` : "") +
  (operation === "Update" ? ` using ${apiVersion}` : "");

function conflictError(conflicts: readonly { entry: ManagedFieldsEntry; fields: Fields }[]): StatusError {
  const causes: StatusCause[] = conflicts.flatMap(({ entry, fields }) =>
    pathsOf(fields).map((field) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${shown(entry)}`,
      field,
    })),
  );
  const listed = conflicts.flatMap(({ entry, fields }) => [
    `conflicts with ${shown(entry)}:`,
    ...pathsOf(fields).map((path) => `- ${path}`),
  ]);
  const [only] = causes;
  const text =
    causes.length === 1 && only
      ? `1 conflict: ${only.message}: ${only.field ?? ""}`
      : `${causes.length} conflicts: ${listed.join("\n")}`;
  return new StatusError(409, "Conflict", `Apply failed with ${text}`, { causes });
}

/** What becomes of the owners; @throws StatusError 409 naming each field that another manager owns, unless forced */
function othersAfter(
  others: readonly ManagedFieldsEntry[],
  { changed, removed }: Comparison,
  force: boolean,
): ManagedFieldsEntry[] {
  const conflicts = others
    .map((entry) => ({ entry, fields: intersection(fieldsIn(entry), changed) }))
    .filter(({ fields }) => !isEmpty(fields));
  if (conflicts.length > 0 && !force) throw conflictError(conflicts);
  const lost = union(changed, removed);
  return others.flatMap((entry) => withFields(entry, difference(fieldsIn(entry), lost)));
}

/**
 * Server-side apply: the merged object, with its managedFields as they will be.
 * @throws StatusError 409 naming each field that another manager owns and this one would change, unless forced
 */
export function applyTo(
  kind: Kind,
  schema: Schema,
  live: Stored | undefined,
  config: Stored,
  writer: Writer,
  force: boolean,
  now: Date,
): Stored {
  const { subresource } = writer;
  const wanted = managedPart(kind, config, subresource);
  const mine = fieldsOf(wanted, schema);
  const before = live ? managedPart(kind, live, subresource) : {};
  const owners = live?.metadata.managedFields ?? [];
  const own = owners.find((entry) => isSameWriter(entry, writer));
  const others = owners.filter((entry) => entry !== own);
  const owned = others.reduce((all, entry) => union(all, fieldsIn(entry)), mine);
  const after = (prune(merge(before, wanted, schema), difference(fieldsIn(own), mine), owned, schema) ??
    {}) as JsonObject;
  const left = othersAfter(others, compare(before, after, schema), force);
  const managedFields = [...left, entryFor(kind, writer, mine, now)];

  const { metadata, status, ...rest } = after;
  const base = { ...rest, apiVersion: config.apiVersion, kind: config.kind };
  if (subresource === "status")
    return {
      ...live,
      ...base,
      metadata: { ...live?.metadata, ...identity(live, config), managedFields },
      status,
    };
  return {
    ...base,
    metadata: { ...identity(live, config), ...Object(metadata), managedFields },
    ...(status === undefined ? {} : { status }),
  };
}

/** The name from what lives; version and uid only if the applied configuration insists on them. */
function identity(live: Stored | undefined, config: Stored): Stored["metadata"] {
  const { name, namespace } = (live ?? config).metadata;
  const { resourceVersion, uid } = config.metadata;
  return {
    name,
    ...(namespace ? { namespace } : {}),
    ...(uid ? { uid } : {}),
    ...(resourceVersion ? { resourceVersion } : { resourceVersion: undefined }),
  };
}

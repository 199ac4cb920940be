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

/** Takes away what the writer once applied, applies no more, and nobody else owns. */
function prune(value: unknown, gone: Fields, owned: Fields, schema: Schema | undefined): unknown {
  if (isObject(value)) {
    const result: JsonObject = { ...value };
    for (const step of Object.keys(gone)) {
      const field = step.slice(2);
      if (step === "." || result[field] === undefined) continue;
      const left = pruneChild(result[field], gone[step] ?? {}, owned[step], fieldSchema(schema, field));
      if (left === undefined) delete result[field];
      else result[field] = left;
    }
    return Object.keys(result).length === 0 ? undefined : result;
  }
  if (!Array.isArray(value)) return value;
  const result = itemsByKey(value, schema);
  for (const step of Object.keys(gone)) {
    const item = result.get(step);
    if (step === "." || item === undefined) continue;
    const left = pruneChild(item, gone[step] ?? {}, owned[step], schema?.items);
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
  const whole = "." in gone || isEmpty(gone);
  if (whole && owned === undefined) return undefined;
  return prune(value, gone, owned ?? {}, schema);
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
  const merged = merge(before, wanted, schema);
  const after = (prune(merged, difference(fieldsIn(own), mine), owned, schema) ?? {}) as JsonObject;

  const { changed, removed } = compare(before, after, schema);
  const conflicts = others
    .map((entry) => ({ entry, fields: intersection(fieldsIn(entry), changed) }))
    .filter(({ fields }) => !isEmpty(fields));
  if (conflicts.length > 0 && !force) throw conflictError(conflicts);
  const lost = union(changed, removed);
  const left = others.flatMap((entry) =>
    withFields(entry, isEmpty(lost) ? fieldsIn(entry) : difference(fieldsIn(entry), lost)),
  );

  const { metadata, status, ...rest } = after;
  const result = { ...rest, apiVersion: config.apiVersion, kind: config.kind } as Stored;
  result.metadata = {
    ...identity(live ?? config),
    ...Object(metadata),
    managedFields: [...left, entryFor(kind, writer, mine, now)],
  };
  if (config.metadata.resourceVersion) result.metadata.resourceVersion = config.metadata.resourceVersion;
  if (config.metadata.uid) result.metadata.uid = config.metadata.uid;
  if (subresource === "status")
    return { ...live, ...result, metadata: { ...live?.metadata, ...result.metadata }, status } as Stored;
  if (status !== undefined) result["status"] = status;
  return result;
}

const identity = ({ metadata: { name, namespace, uid } }: Stored) => ({
  name,
  ...(namespace ? { namespace } : {}),
  ...(uid ? { uid } : {}),
});

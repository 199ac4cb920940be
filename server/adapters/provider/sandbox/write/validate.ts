import type { Kind } from "../kind/kind.ts";
import type { JsonObject, Stored } from "../object.ts";
import { conformTo, defaultBy } from "../schema/conform.ts";
import { schemaErrors } from "../schema/validate.ts";
import { badRequest, fieldError, type FieldError } from "../status.ts";
import type { Core, WriteOptions } from "./core.ts";
import { labelErrors, nameErrors } from "./names.ts";
import { canonicalQuantity } from "./quantity.ts";
import { builtInErrors } from "./rules.ts";

const QUANTITY_MAPS = new Set(["requests", "limits", "capacity", "allocatable"]);

function quantitiesAsText(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [field, child] of Object.entries(value)) {
    if (typeof child !== "object" || child === null) continue;
    if (QUANTITY_MAPS.has(field))
      for (const key of Object.keys(child))
        (child as JsonObject)[key] = canonicalQuantity((child as JsonObject)[key]);
    else quantitiesAsText(child);
  }
}

/**
 * Brings an object into the shape of its kind: unknown fields go (and are said), nulls go, a CRD's defaults come.
 * @throws StatusError 400 for unknown fields under strict validation, or for what cannot be read as its type
 */
export function conform(
  kind: Kind,
  object: Stored,
  options: Pick<WriteOptions, "fieldValidation" | "warn">,
  extent: "whole" | "partial" = "whole",
): void {
  const schema = kind.schema();
  const { unknown, mistyped } = conformTo(object, schema, !kind.custom);
  if (unknown.length > 0 && options.fieldValidation === "Strict")
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${unknown.map((path) => `unknown field "${path}"`).join(", ")}`,
    );
  if (options.fieldValidation === "Warn") for (const path of unknown) options.warn(`unknown field "${path}"`);
  const [wrong] = mistyped.filter(({ path }) => !kind.custom || path.startsWith("metadata"));
  if (wrong)
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: json: cannot unmarshal ${wrong.found} into Go struct field ${wrong.path} of type ${wrong.wanted}`,
    );
  if (!kind.custom) quantitiesAsText(object);
  else if (extent === "whole") defaultBy(object, schema); // an applied configuration has only some fields
}

function finalizerErrors({ metadata }: Stored, live: Stored | undefined): FieldError[] {
  if (!live?.metadata.deletionTimestamp) return [];
  const added = metadata.finalizers?.filter((name) => !live.metadata.finalizers?.includes(name)) ?? [];
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(added)}`;
  return added.length > 0 ? [fieldError.forbidden("metadata.finalizers", why)] : [];
}

/** Everything wrong with an object, or with the change from `live` to it. */
export function validate(core: Core, kind: Kind, object: Stored, live: Stored | undefined): FieldError[] {
  const errors = [
    ...finalizerErrors(object, live),
    ...(live ? [] : nameErrors(kind, object.metadata.name)),
    ...labelErrors(object.metadata.labels),
  ];
  if (!kind.custom) return [...errors, ...builtInErrors(core, kind, object, live)];
  const { apiVersion: _a, kind: _k, metadata: _m, ...rest } = object;
  const { properties = {}, required = [], ...schema } = kind.schema();
  const { metadata: _own, apiVersion: _p, kind: _q, ...own } = properties;
  const needed = required.filter((field) => !["metadata", "apiVersion", "kind"].includes(field));
  return [...errors, ...schemaErrors(rest, { ...schema, properties: own, required: needed }, "")];
}

import type { Kind } from "../kind/kind.ts";
import { isObject, type JsonObject, type Stored } from "../object.ts";
import type { FieldError } from "../status.ts";
import type { Core, WriteOptions } from "./core.ts";
import { labelErrors, nameErrors } from "./names.ts";

function dropNulls(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) dropNulls(item);
  else if (isObject(value))
    for (const key in value) {
      if (value[key] === null || value[key] === undefined) delete value[key];
      else dropNulls(value[key]);
    }
}

/** Brings an object into the shape of its kind. */
export function conform(_kind: Kind, object: Stored, _options: WriteOptions): void {
  dropNulls(object);
  for (const field of ["labels", "annotations", "finalizers", "ownerReferences"] as const) {
    const value: unknown = object.metadata[field];
    if (value !== undefined && Object.keys(value as JsonObject).length === 0) delete object.metadata[field];
  }
}

/** Everything wrong with an object, or with the change from `live` to it. */
export function validate(_core: Core, kind: Kind, object: Stored, live: Stored | undefined): FieldError[] {
  return [...(live ? [] : nameErrors(kind, object.metadata.name)), ...labelErrors(object.metadata.labels)];
}

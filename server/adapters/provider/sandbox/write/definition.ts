import type { Schema } from "../kind/schema.ts";
import { asText, clone, isObject, timestamp, valueAt, type JsonObject, type Stored } from "../object.ts";
import { fieldError, type FieldError } from "../status.ts";

/** Holds a definition until the last of its objects is gone. */
export const CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

const objectsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** A schema must be structural: every field says its type, so that pruning and apply know what they hold. */
function structuralErrors(schema: Schema & { $ref?: string }, at: string): FieldError[] {
  const { type, properties, additionalProperties, items, $ref } = schema;
  const errors: FieldError[] = [];
  const typeless = schema["x-kubernetes-int-or-string"] || schema["x-kubernetes-preserve-unknown-fields"];
  if ($ref !== undefined) errors.push(fieldError.forbidden(`${at}.$ref`, "$ref is not supported"));
  if (!type && !typeless)
    errors.push(fieldError.required(`${at}.type`, "must not be empty for specified object fields"));
  if (properties && additionalProperties !== undefined)
    errors.push(
      fieldError.forbidden(
        `${at}.additionalProperties`,
        "additionalProperties and properties are mutual exclusive",
      ),
    );
  if (type === "array" && !items) errors.push(fieldError.required(`${at}.items`, "must be specified"));
  if (schema["x-kubernetes-list-type"] === "map" && !schema["x-kubernetes-list-map-keys"])
    errors.push(
      fieldError.required(
        `${at}.x-kubernetes-list-map-keys`,
        "must not be empty if x-kubernetes-list-type is map",
      ),
    );
  return [
    ...errors,
    ...childrenOf(schema).flatMap(([step, child]) => structuralErrors(child, `${at}.${step}`)),
  ];
}

function childrenOf({
  properties = {},
  additionalProperties,
  items,
}: Schema): [step: string, schema: Schema][] {
  const children = Object.entries(properties).map(([field, child]): [string, Schema] => [
    `properties[${field}]`,
    child,
  ]);
  if (items) children.push(["items", items]);
  if (typeof additionalProperties === "object") children.push(["additionalProperties", additionalProperties]);
  return children;
}

function versionErrors(version: JsonObject, at: string, alone: boolean): FieldError[] {
  const schema = valueAt(version, "schema.openAPIV3Schema");
  if (!isObject(schema)) return [fieldError.required(`${at}.schema.openAPIV3Schema`, "schemas are required")];
  const path = alone ? "spec.validation.openAPIV3Schema" : `${at}.schema.openAPIV3Schema`;
  if (schema["type"] !== "object")
    return [fieldError.invalid(`${path}.type`, schema["type"] ?? "", "must be object at the root")];
  return structuralErrors(schema, path);
}

/** What the real server refuses in a CustomResourceDefinition, as far as we read it. */
export function definitionErrors(definition: Stored, live: Stored | undefined): FieldError[] {
  const text = (path: string) => asText(valueAt(definition, path));
  const errors: FieldError[] = [];
  for (const path of ["spec.group", "spec.names.plural", "spec.names.kind", "spec.scope"])
    if (!text(path)) errors.push(fieldError.required(path));
  const name = `${text("spec.names.plural")}.${text("spec.group")}`;
  if (definition.metadata.name !== name)
    errors.push(
      fieldError.invalid(
        "metadata.name",
        definition.metadata.name,
        `must be spec.names.plural+"."+spec.group`,
      ),
    );
  const versions = objectsIn(valueAt(definition, "spec.versions"));
  if (versions.filter((version) => version["storage"] === true).length !== 1)
    errors.push(
      fieldError.invalid(
        "spec.versions",
        valueAt(definition, "spec.versions"),
        "must have exactly one version marked as storage version",
      ),
    );
  errors.push(
    ...versions.flatMap((version, index) =>
      versionErrors(version, `spec.versions[${index}]`, versions.length === 1),
    ),
  );
  if (live)
    for (const path of ["spec.group", "spec.names.plural", "spec.names.kind", "spec.scope"])
      if (valueAt(definition, path) !== valueAt(live, path))
        errors.push(fieldError.invalid(path, valueAt(definition, path), "field is immutable"));
  if (text("spec.conversion.strategy") === "Webhook")
    errors.push(fieldError.forbidden("spec.conversion.strategy", "a sandbox cluster converts by None only"));
  return errors;
}

/** What the real server's controllers write within moments of a definition's creation. */
export function establish(definition: Stored, now: Date): void {
  const at = { lastTransitionTime: timestamp(now) };
  const versions = objectsIn(valueAt(definition, "spec.versions"));
  definition.metadata.finalizers = [...new Set([...(definition.metadata.finalizers ?? []), CLEANUP])];
  definition["status"] = {
    acceptedNames: clone(valueAt(definition, "spec.names")),
    conditions: [
      { ...at, type: "NamesAccepted", status: "True", reason: "NoConflicts", message: "no conflicts found" },
      {
        ...at,
        type: "Established",
        status: "True",
        reason: "InitialNamesAccepted",
        message: "the initial names have been accepted",
      },
    ],
    storedVersions: versions.flatMap((version) => (version["storage"] === true ? [version["name"]] : [])),
  } satisfies JsonObject;
}

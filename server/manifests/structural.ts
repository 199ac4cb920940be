import { z } from "zod";

/** What an apiextensions/v1 structural schema may hold; everything else that JSON schema has is refused by the API server. */
export type StructuralSchema = Record<string, unknown>;

const KEPT = new Set([
  "type",
  "description",
  "default",
  "enum",
  "format",
  "pattern",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "nullable",
  "required",
]);

/** The CRD form of a Zod schema: closed by pruning, not by additionalProperties. */
export function structuralSchema(schema: z.ZodType): StructuralSchema {
  return clean(z.toJSONSchema(schema, { target: "openapi-3.0", io: "input" }));
}

function clean(schema: StructuralSchema): StructuralSchema {
  const kept = Object.fromEntries(Object.entries(schema).filter(([key]) => KEPT.has(key)));
  if (kept["format"] !== undefined) delete kept["pattern"]; // the API server knows date-time; the pattern is a page long
  if (kept["maximum"] === Number.MAX_SAFE_INTEGER) delete kept["maximum"];
  const properties = schema["properties"] as Record<string, StructuralSchema> | undefined;
  const items = schema["items"] as StructuralSchema | undefined;
  return {
    ...kept,
    ...(items && { items: clean(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, clean(value)])),
    }),
  };
}

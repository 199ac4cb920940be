import { Document, isMap, isScalar, type YAMLMap } from "yaml";
import { z } from "zod";

const NOTICE = " Generated from the schema by `npm run manifests`; do not edit.";

/** The defaults of a chart as its commented values.yaml: the comments are the schema's descriptions. */
export function valuesFile(schema: z.ZodObject): string {
  const document = new Document(schema.parse({}), { compat: "yaml-1.1" });
  if (isMap(document.contents)) comment(document.contents, jsonSchemaOf(schema));
  document.commentBefore = NOTICE;
  return document.toString({ lineWidth: 0 });
}

/** What Helm checks values by, before it renders anything. */
export const schemaFile = (schema: z.ZodObject): string =>
  `${JSON.stringify(jsonSchemaOf(schema), null, 2)}\n`;

interface JsonSchema {
  description?: string;
  enum?: unknown[];
  properties?: Record<string, JsonSchema>;
}

const jsonSchemaOf = (schema: z.ZodObject): JsonSchema =>
  z.toJSONSchema(schema, { target: "draft-7", io: "input" }) as JsonSchema;

function comment(map: YAMLMap, schema: JsonSchema): void {
  for (const pair of map.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : "";
    const property = schema.properties?.[key];
    const words = [property?.description, property?.enum && `one of ${property.enum.join(", ")}`];
    const text = words.filter(Boolean).join("; ");
    if (text && isScalar(pair.key)) pair.key.commentBefore = ` ${text}`;
    if (isMap(pair.value) && property) comment(pair.value, property);
  }
}

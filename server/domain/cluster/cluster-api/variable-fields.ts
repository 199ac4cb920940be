import { z } from "zod";

/** The parts of an OpenAPI schema that a form can act on. */
interface Schema {
  type?: string;
  description?: string;
  default?: unknown;
  example?: unknown;
  enum?: unknown[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
}
const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    type: z.string().optional(),
    description: z.string().optional(),
    default: z.unknown().optional(),
    example: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    pattern: z.string().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    items: Schema.optional(),
  }),
);

/** A variable of a ClusterClass, as the class states it. */
export const ClassVariable = z.looseObject({
  name: z.string(),
  required: z.boolean().default(false),
  schema: z.looseObject({ openAPIV3Schema: Schema }),
});
export type ClassVariable = z.infer<typeof ClassVariable>;

interface FieldBase {
  /** From the variable's name down: ["network", "cidr"]. */
  path: string[];
  label: string;
  help: string | undefined;
  required: boolean;
  /** As typed text; empty where the class has none. */
  initial: string;
}
/** One thing that a person fills in. Text as typed: `readVariables` makes the value of it. */
export type VariableField = FieldBase &
  (
    | { kind: "text"; pattern?: string; minLength?: number; maxLength?: number }
    | { kind: "number"; whole: boolean; minimum?: number; maximum?: number }
    | { kind: "boolean" }
    | { kind: "choice"; choices: string[]; numeric: boolean }
    /** No form fits: JSON, as it is written into the object. */
    | { kind: "json" }
  );

/** The fields of a class's variables: an object's properties each get their own, as deep as they are named. */
export const variableFields = (variables: readonly ClassVariable[]): VariableField[] =>
  variables.flatMap(({ name, required, schema }) =>
    fieldsOf([name], schema.openAPIV3Schema, required, undefined),
  );

function fieldsOf(path: string[], schema: Schema, required: boolean, given: unknown): VariableField[] {
  const value = given ?? schema.default; // as Kubernetes does: the default of the whole stands before that of a part
  if (schema.type === "object" && schema.properties && Object.keys(schema.properties).length > 0) {
    const inner = z.record(z.string(), z.unknown()).catch({}).parse(value);
    return Object.entries(schema.properties).flatMap(([name, property]) =>
      // a part of what may be left out may be left out too
      fieldsOf([...path, name], property, required && (schema.required ?? []).includes(name), inner[name]),
    );
  }
  return [fieldOf(path, schema, required, value)];
}

function fieldOf(path: string[], schema: Schema, required: boolean, value: unknown): VariableField {
  const base: FieldBase = {
    path,
    label: path.join("."),
    help: schema.description,
    required,
    initial: textOf(value),
  };
  const choices = schema.enum?.map(textOf);
  if (choices && choices.length > 0 && schema.type !== "object" && schema.type !== "array")
    return {
      ...base,
      kind: "choice",
      choices,
      numeric: schema.type === "integer" || schema.type === "number",
    };
  const { type = "any" } = schema;
  switch (type) {
    case "string":
      return {
        ...base,
        kind: "text",
        pattern: schema.pattern,
        minLength: schema.minLength,
        maxLength: schema.maxLength,
      };
    case "integer":
    case "number":
      return {
        ...base,
        kind: "number",
        whole: schema.type === "integer",
        minimum: schema.minimum,
        maximum: schema.maximum,
      };
    case "boolean":
      return { ...base, kind: "boolean" };
    default:
      return { ...base, kind: "json" };
  }
}

const textOf = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
};

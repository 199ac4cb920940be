import type { Schema } from "../kind/schema.ts";
import { equal, isObject, type JsonObject } from "../object.ts";
import { fieldError, type FieldError } from "../status.ts";
import { fieldSchema } from "./walk.ts";

type Check = (value: never, schema: Schema, path: string) => FieldError[];

const typeName = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" ? (Number.isInteger(value) ? "integer" : "number") : typeof value;
};

function hasType(value: unknown, schema: Schema): boolean {
  if (value === null) return schema.nullable === true || schema.type === undefined;
  if (schema["x-kubernetes-int-or-string"]) return Number.isInteger(value) || typeof value === "string";
  const actual = typeName(value);
  return !schema.type || actual === schema.type || (schema.type === "number" && actual === "integer");
}

const FORMATS: Record<string, (text: string) => boolean> = {
  "date-time": (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text)),
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text),
  uuid: (text) => /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(text),
  uri: (text) => URL.canParse(text),
};

const patterns = new Map<string, RegExp | undefined>();

/** Go's patterns are mostly JavaScript's; one that is not is not checked. */
function compiled(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) patterns.set(pattern, compile(pattern, "u") ?? compile(pattern, ""));
  return patterns.get(pattern);
}

function compile(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}

const checkText = (value: string, schema: Schema, path: string): FieldError[] => {
  const errors: FieldError[] = [];
  const size = Array.from(value).length;
  if (schema.minLength !== undefined && size < schema.minLength)
    errors.push(
      fieldError.invalid(path, value, `${path} in body should be at least ${schema.minLength} chars long`),
    );
  if (schema.maxLength !== undefined && size > schema.maxLength)
    errors.push({
      field: path,
      reason: "FieldValueTooLong",
      message: `Too long: may not be more than ${schema.maxLength} bytes`,
    });
  if (schema.pattern !== undefined && compiled(schema.pattern)?.test(value) === false)
    errors.push(fieldError.invalid(path, value, `${path} in body should match '${schema.pattern}'`));
  if (schema.format && FORMATS[schema.format]?.(value) === false)
    errors.push(
      fieldError.invalid(
        path,
        value,
        `${path} in body must be of type ${schema.format}: ${JSON.stringify(value)}`,
      ),
    );
  return errors;
};

const checkNumber = (value: number, schema: Schema, path: string): FieldError[] => {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const errors: FieldError[] = [];
  const fail = (why: string) =>
    errors.push(fieldError.invalid(path, value, `${path} in body should be ${why}`));
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum))
    fail(exclusiveMinimum ? `greater than ${minimum}` : `greater than or equal to ${minimum}`);
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum))
    fail(exclusiveMaximum ? `less than ${maximum}` : `less than or equal to ${maximum}`);
  if (multipleOf !== undefined && value % multipleOf !== 0) fail(`a multiple of ${multipleOf}`);
  return errors;
};

function duplicates(list: readonly unknown[], schema: Schema, path: string): FieldError[] {
  const keys = schema["x-kubernetes-list-map-keys"];
  if (!schema.uniqueItems && schema["x-kubernetes-list-type"] !== "set" && !keys) return [];
  const identities = list.map((item) => (keys && isObject(item) ? keys.map((key) => item[key]) : item));
  return list.flatMap((item, index) =>
    identities.slice(0, index).some((other) => equal(other, identities[index]))
      ? [
          {
            field: `${path}[${index}]`,
            reason: "FieldValueDuplicate",
            message: `Duplicate value: ${JSON.stringify(item)}`,
          },
        ]
      : [],
  );
}

const tooMany = (field: string, size: number, most: number): FieldError => ({
  field,
  reason: "FieldValueTooMany",
  message: `Too many: ${size}: must have at most ${most} items`,
});

const checkList = (value: unknown[], schema: Schema, path: string): FieldError[] => {
  const { minItems = 0, maxItems = Infinity, items } = schema;
  const size = value.length;
  return [
    ...(size < minItems
      ? [fieldError.invalid(path, size, `${path} in body should have at least ${minItems} items`)]
      : []),
    ...(size > maxItems ? [tooMany(path, size, maxItems)] : []),
    ...(items ? value.flatMap((item, index) => schemaErrors(item, items, `${path}[${index}]`)) : []),
    ...duplicates(value, schema, path),
  ];
};

const checkObject = (value: JsonObject, schema: Schema, path: string): FieldError[] => {
  const { required = [], minProperties = 0, maxProperties = Infinity } = schema;
  const at = (field: string) => (path === "" ? field : `${path}.${field}`);
  const size = Object.keys(value).length;
  return [
    ...required.filter((field) => value[field] === undefined).map((field) => fieldError.required(at(field))),
    ...(size < minProperties
      ? [fieldError.invalid(path, value, `${path} in body should have at least ${minProperties} properties`)]
      : []),
    ...(size > maxProperties ? [tooMany(path, size, maxProperties)] : []),
    ...Object.entries(value).flatMap(([field, item]) => {
      const known = fieldSchema(schema, field);
      return known ? schemaErrors(item, known, at(field)) : [];
    }),
  ];
};

function checkAlternatives(value: unknown, schema: Schema, path: string): FieldError[] {
  const holds = (option: Schema) => schemaErrors(value, option, path).length === 0;
  const fail = (why: string) => [fieldError.invalid(path, value, `${JSON.stringify(path)} ${why}`)];
  const errors = (schema.allOf ?? []).flatMap((option) => schemaErrors(value, option, path));
  if (schema.anyOf && !schema.anyOf.some(holds))
    errors.push(...fail("must validate at least one schema (anyOf)"));
  if (schema.oneOf && schema.oneOf.filter(holds).length !== 1)
    errors.push(...fail("must validate one and only one schema (oneOf)"));
  if (schema.not && holds(schema.not)) errors.push(...fail("must not validate the schema (not)"));
  return errors;
}

const CHECKS: Record<string, Check> = {
  string: checkText,
  number: checkNumber,
  integer: checkNumber,
  array: checkList,
  object: checkObject,
};

/** What is wrong with a value under an OpenAPI v3 schema, in the API server's words. */
export function schemaErrors(value: unknown, schema: Schema, path: string): FieldError[] {
  const actual = typeName(value);
  if (!hasType(value, schema))
    return [
      fieldError.type(
        path,
        actual,
        `${path} in body must be of type ${schema.type ?? "integer,string"}: ${JSON.stringify(actual)}`,
      ),
    ];
  if (value === null) return [];
  const unlisted = schema.enum && !schema.enum.some((option) => equal(option, value));
  return [
    ...(unlisted ? [fieldError.unsupported(path, value, schema.enum ?? [])] : []),
    ...(CHECKS[actual]?.(value as never, schema, path) ?? []),
    ...checkAlternatives(value, schema, path),
  ];
}

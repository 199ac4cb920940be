import type { z } from "zod";
import type { ClassVariable, VariableField } from "./variable-fields.ts";
import { variableFields } from "./variable-fields.ts";

type Json = z.core.util.JSONType;
/** Typed texts by the field's label. */
export type TypedVariables = Readonly<Record<string, string>>;
export interface ReadVariables {
  /** For the object: only what differs from the class's own defaults. */
  values: Record<string, Json>;
  /** One sentence a field that cannot be taken as it stands, by its label. */
  problems: Record<string, string>;
}

/** What a person typed, as values of a class's variables. What stands as the class has it is left to the class. */
export function readVariables(variables: readonly ClassVariable[], typed: TypedVariables): ReadVariables {
  const read: ReadVariables = { values: {}, problems: {} };
  const fields = variableFields(variables);
  for (const { name } of variables) {
    const own = fields.filter(({ path }) => path[0] === name);
    const texts = own.map((field) => ({ field, text: (typed[field.label] ?? field.initial).trim() }));
    for (const { field, text } of texts) {
      const problem = problemOf(field, text);
      if (problem !== undefined) read.problems[field.label] = problem;
    }
    if (texts.every(({ field, text }) => text === field.initial.trim())) continue;
    for (const { field, text } of texts) {
      if (text !== "" && read.problems[field.label] === undefined)
        put(read.values, field.path, valueOf(field, text));
    }
  }
  return read;
}

function problemOf(field: VariableField, text: string): string | undefined {
  if (text === "") return field.required ? `The class requires ${field.label}.` : undefined;
  switch (field.kind) {
    case "text":
      return textProblem(field, text);
    case "number":
      return numberProblem(field, text);
    case "boolean":
      return text === "true" || text === "false" ? undefined : "Give true or false.";
    case "choice":
      return field.choices.includes(text) ? undefined : `Choose one of ${field.choices.join(", ")}.`;
    case "json":
      return isJson(text) ? undefined : 'Give JSON, such as {"key": "value"} or ["a", "b"].';
  }
}

function textProblem(
  { pattern, minLength = 0, maxLength = Infinity }: Extract<VariableField, { kind: "text" }>,
  text: string,
): string | undefined {
  if (text.length < minLength) return `Give at least ${minLength} characters.`;
  if (text.length > maxLength) return `Give at most ${maxLength} characters.`;
  return pattern === undefined || matches(pattern, text) ? undefined : `It must match ${pattern}.`;
}

/** A pattern that only Go understands is left to the API server, which says so in the dry run. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return true;
  }
}

function numberProblem(
  { whole, minimum = -Infinity, maximum = Infinity }: Extract<VariableField, { kind: "number" }>,
  text: string,
): string | undefined {
  const value = Number(text);
  if (!Number.isFinite(value)) return "Give a number.";
  if (whole && !Number.isInteger(value)) return "Give a whole number.";
  if (value < minimum) return `Give at least ${minimum}.`;
  return value > maximum ? `Give at most ${maximum}.` : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function valueOf(field: VariableField, text: string): Json {
  switch (field.kind) {
    case "text":
      return text;
    case "number":
      return Number(text);
    case "boolean":
      return text === "true";
    case "choice":
      return field.numeric ? Number(text) : text;
    case "json":
      return JSON.parse(text) as Json;
  }
}

function put(values: Record<string, Json>, [name = "", ...rest]: readonly string[], value: Json): void {
  if (name === "__proto__") return; // not a name but every object's own
  if (rest.length === 0) {
    values[name] = value;
    return;
  }
  const present = values[name];
  const inner = present !== null && typeof present === "object" && !Array.isArray(present) ? present : {};
  put(inner, rest, value);
  values[name] = inner;
}

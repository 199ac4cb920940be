import { asText, isObject, valueAt, type Stored } from "./object.ts";
import { badRequest } from "./status.ts";

export type Predicate = (object: Stored) => boolean;
type Labels = Record<string, string> | undefined;

interface Requirement {
  key: string;
  operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
  values: readonly string[];
}

/** One requirement on one value, of labels and of node affinity alike; an operator nobody knows is met by nothing. */
export function meets(value: string | undefined, operator: string, values: readonly string[]): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
      return value !== undefined && Number(value) > Number(values[0]);
    case "Lt":
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}

const KEY = /^[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?$/;
const VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

function requirement(text: string): Requirement {
  const unreadable = () => badRequest(`unable to parse requirement: ${text}`);
  const checked = (made: Requirement): Requirement => {
    if (!KEY.test(made.key) || !made.values.every((value) => VALUE.test(value))) throw unreadable();
    return made;
  };
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text);
  if (set) {
    const [, key = "", operator, list = ""] = set;
    return checked({
      key,
      operator: operator === "in" ? "In" : "NotIn",
      values: list.split(",").map((value) => value.trim()),
    });
  }
  const compared = /^([^=!<>\s]+)\s*(==|=|!=|>|<)\s*(.*)$/.exec(text);
  if (compared) {
    const [, key = "", sign = "", value = ""] = compared;
    const operator = ({ "!=": "NotIn", ">": "Gt", "<": "Lt" } as const)[sign] ?? "In";
    return checked({ key, operator, values: [value] });
  }
  const absent = /^!\s*(\S+)$/.exec(text)?.[1];
  if (absent !== undefined) return checked({ key: absent, operator: "DoesNotExist", values: [] });
  return checked({ key: text, operator: "Exists", values: [] });
}

/** A label selector as in a URL: `app=a,tier in (x, y),!old`. @throws StatusError 400 */
export function labelSelector(text: string | undefined): Predicate | undefined {
  if (!text?.trim()) return undefined;
  const parts = text.split(/,(?![^(]*\))/).map((part) => requirement(part.trim()));
  return ({ metadata }) =>
    parts.every((part) => meets(metadata.labels?.[part.key], part.operator, part.values));
}

/** A label selector as in an object: matchLabels and matchExpressions. An absent or empty one matches everything. */
export function matchesSelector(selector: unknown, labels: Labels): boolean {
  if (!isObject(selector)) return true;
  const { matchLabels, matchExpressions } = selector;
  const exact = isObject(matchLabels) ? Object.entries(matchLabels) : [];
  if (!exact.every(([key, value]) => labels?.[key] === value)) return false;
  const expressions = Array.isArray(matchExpressions) ? (matchExpressions as Partial<Requirement>[]) : [];
  return expressions.every(({ key = "", operator = "Exists", values = [] }) =>
    meets(labels?.[key], operator, values),
  );
}

/** A field selector: equality on metadata.name, metadata.namespace and what the kind offers. @throws StatusError 400 */
export function fieldSelector(
  text: string | undefined,
  selectable: readonly string[],
): Predicate | undefined {
  if (!text) return undefined;
  const parts = text
    .split(",")
    .filter(Boolean)
    .map((part) => {
      const [, field = "", sign = "", value = ""] = /^([^=!]+)(==|=|!=)(.*)$/.exec(part) ?? [];
      if (!field) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
      if (field !== "metadata.name" && field !== "metadata.namespace" && !selectable.includes(field))
        throw badRequest(`field label not supported: ${field}`);
      return { field, negated: sign === "!=", value };
    });
  return (object) =>
    parts.every(({ field, negated, value }) => (fieldOf(object, field) === value) !== negated);
}

function fieldOf(object: Stored, field: string): string {
  if (field === "status.successful") return asText(valueAt(object, "status.succeeded") ?? 0);
  if (field === "spec.unschedulable") return asText(valueAt(object, field) ?? false);
  if (field === "source") return asText(valueAt(object, "source.component"));
  return asText(valueAt(object, field));
}

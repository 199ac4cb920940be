const KEY = String.raw`(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?`;
const VALUE = String.raw`(?:[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)?`;
const REQUIREMENT = new RegExp(
  String.raw`^(?:!\s*${KEY}|${KEY}|${KEY}\s*(?:=|==|!=)\s*${VALUE}|${KEY}\s+(?:in|notin)\s*\(\s*${VALUE}(?:\s*,\s*${VALUE})*\s*\))$`,
);

/** Why a text is no label selector; undefined where it is one. Empty selects everything. */
export function selectorFault(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  const bad = partsOf(text).find((part) => !REQUIREMENT.test(part));
  if (bad === undefined) return undefined;
  return `${bad === "" ? "An empty part" : bad} is no label selector. Write app=web, tier!=test, env in (a,b) or !legacy.`;
}

/** At the commas that stand outside brackets. */
const partsOf = (text: string): string[] => text.split(/,(?![^(]*\))/).map((part) => part.trim());

interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** A workload's own selector as the API takes it in a query. Undefined where it selects nothing at all. */
export function selectorText(selector: unknown): string | undefined {
  if (typeof selector !== "object" || selector === null) return undefined;
  const { matchLabels, matchExpressions } = selector as LabelSelector;
  const labels = Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressions = (matchExpressions ?? []).map(expressionText);
  const text = [...labels, ...expressions].join(",");
  return text === "" ? undefined : text;
}

function expressionText({
  key,
  operator,
  values = [],
}: {
  key: string;
  operator: string;
  values?: string[];
}) {
  switch (operator) {
    case "Exists":
      return key;
    case "DoesNotExist":
      return `!${key}`;
    default:
      return `${key} ${operator.toLowerCase()} (${values.join(",")})`;
  }
}

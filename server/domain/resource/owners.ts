import type { Step } from "./field-changes.ts";

export interface ManagedFields {
  manager?: string;
  operation?: string;
  time?: string;
  subresource?: string;
  fieldsV1?: Record<string, unknown>;
}

/** Who last set this field, by what the API server keeps: each manager once, the latest first. */
export function ownersOf(managed: readonly ManagedFields[], steps: readonly Step[]): string[] {
  const owners = managed
    .filter(({ fieldsV1 }) => fieldsV1 && owns(fieldsV1, steps))
    .toSorted((a, b) => (b.time ?? "").localeCompare(a.time ?? ""))
    .flatMap(({ manager }) => (manager ? [manager] : []));
  return [...new Set(owners)];
}

function owns(fields: Record<string, unknown>, [step, ...rest]: readonly Step[]): boolean {
  if (step === undefined) return true;
  const keys = Object.keys(fields);
  if (keys.length === 0) return true; // a value as a whole: all within is its own
  const key = typeof step === "string" ? `f:${step}` : keys.find((each) => isItem(each, step.item));
  const next = key === undefined ? undefined : fields[key];
  return typeof next === "object" && next !== null && owns(next as Record<string, unknown>, rest);
}

function isItem(key: string, name: string): boolean {
  if (!key.startsWith("k:")) return false;
  try {
    return (JSON.parse(key.slice(2)) as { name?: unknown }).name === name;
  } catch {
    return false;
  }
}

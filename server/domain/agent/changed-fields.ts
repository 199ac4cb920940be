const MOST_FIELDS = 6;
/** What the API server keeps for itself. */
const KEPT_BY_SERVER = new Set([
  "managedFields",
  "resourceVersion",
  "generation",
  "status",
  "uid",
  "creationTimestamp",
]);

/** Where two objects differ, as paths such as "spec.replicas"; the first few. */
export function changedFields(before: unknown, after: unknown): string[] {
  return [...differences(before, after, "")].slice(0, MOST_FIELDS);
}

function* differences(before: unknown, after: unknown, at: string): Generator<string> {
  if (Object.is(before, after)) return;
  if (!isTree(before) || !isTree(after)) {
    yield at;
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (KEPT_BY_SERVER.has(key)) continue;
    const path = Array.isArray(after) ? `${at}[${key}]` : at ? `${at}.${key}` : key;
    yield* differences(before[key], after[key], path);
  }
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

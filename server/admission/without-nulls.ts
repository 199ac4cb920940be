/** Larger than the rest of a Job together, and nothing in it is read. */
const UNREAD = "managedFields";

/** To Kubernetes a null field is an absent one. What has none is given back as it is; nothing is changed in place. */
export function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? listWithoutNulls(value) : mapWithoutNulls(value as Record<string, unknown>);
}

function listWithoutNulls(list: readonly unknown[]): readonly unknown[] {
  return list.some((item) => withoutNulls(item) !== item) ? list.map(withoutNulls) : list;
}

function mapWithoutNulls(map: Record<string, unknown>): unknown {
  for (const key in map) {
    const field = map[key];
    if (field === null || (key !== UNREAD && withoutNulls(field) !== field)) return copyWithoutNulls(map);
  }
  return map;
}

const copyWithoutNulls = (map: object): unknown =>
  Object.fromEntries(
    Object.entries(map).flatMap(([key, field]) => (field === null ? [] : [[key, withoutNulls(field)]])),
  );

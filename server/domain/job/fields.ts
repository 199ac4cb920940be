/** An object of a kind whose types are not ours: read by path, never believed. */
export type Fields = Readonly<Record<string, unknown>>;
/** From an object's root; a number is a place in a list. */
export type Path = readonly (string | number)[];

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands there; undefined where nothing does. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

export function fieldsAt(root: unknown, ...path: Path): Fields {
  const value = valueAt(root, path);
  return isFields(value) ? value : {};
}

export function listAt(root: unknown, ...path: Path): readonly unknown[] {
  const value = valueAt(root, path);
  return Array.isArray(value) ? value : [];
}

export function textAt(root: unknown, ...path: Path): string | undefined {
  const value = valueAt(root, path);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** 0 where no whole number from 0 to a million stands. */
export function countAt(root: unknown, ...path: Path): number {
  const value = valueAt(root, path);
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 1_000_000 ? value : 0;
}

export interface Edit {
  path: Path;
  value: unknown;
}

/**
 * The merge patch that makes these edits: along objects only what changes, but a list whole, since a merge patch replaces it. For a
 * value inside a list, `whole`, it is the value as it will be.
 */
export function mergePatchOf(value: unknown, edits: readonly Edit[], whole = false): unknown {
  const own = edits.find(({ path }) => path.length === 0);
  if (own) return own.value;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => {
      const inside = below(edits, index);
      return inside.length > 0 ? mergePatchOf(item, inside, true) : item;
    });
  }
  const before = isFields(value) ? value : {};
  const changed = [...new Set(edits.map(({ path }) => path[0] ?? ""))].map((step) => [
    step,
    mergePatchOf(before[step], below(edits, step), whole),
  ]);
  return { ...(whole && before), ...(Object.fromEntries(changed) as Fields) };
}

const below = (edits: readonly Edit[], step: string | number): Edit[] =>
  edits.flatMap(({ path, value }) => (path[0] === step ? [{ path: path.slice(1), value }] : []));

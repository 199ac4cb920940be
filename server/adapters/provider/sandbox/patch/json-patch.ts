import { clone, equal, isObject } from "../object.ts";
import { StatusError } from "../status.ts";

export interface Operation {
  op: "add" | "remove" | "replace" | "move" | "copy" | "test";
  path: string;
  from?: string;
  value?: unknown;
}

const refused = (message: string) => new StatusError(422, "Invalid", message);

const pointer = (path: string): string[] => {
  if (path === "") return [];
  if (!path.startsWith("/")) throw refused(`the JSON pointer ${path} does not begin with a slash`);
  return path
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
};

function indexIn(list: readonly unknown[], part: string, most: number): number {
  const index = part === "-" ? list.length : Number(part);
  if (!Number.isInteger(index) || index < 0 || index > most) throw refused(`the list has no index ${part}`);
  return index;
}

function step(parent: unknown, part: string): unknown {
  const child = Array.isArray(parent)
    ? (parent[indexIn(parent, part, parent.length - 1)] as unknown)
    : isObject(parent)
      ? parent[part]
      : undefined;
  if (child === undefined) throw refused(`there is nothing at ${part}`);
  return child;
}

const read = (root: unknown, path: string): unknown => pointer(path).reduce(step, root);

function locate(root: unknown, path: string): { parent: unknown; last: string } {
  const parts = pointer(path);
  const last = parts.pop();
  if (last === undefined) throw refused("the whole object cannot be replaced");
  return { parent: parts.reduce(step, root), last };
}

function add(root: unknown, path: string, value: unknown): void {
  const { parent, last } = locate(root, path);
  if (Array.isArray(parent)) parent.splice(indexIn(parent, last, parent.length), 0, value);
  else if (isObject(parent)) parent[last] = value;
  else throw refused(`nothing can be added at ${path}`);
}

function remove(root: unknown, path: string): void {
  const { parent, last } = locate(root, path);
  step(parent, last);
  if (Array.isArray(parent)) parent.splice(indexIn(parent, last, parent.length - 1), 1);
  else if (isObject(parent)) delete parent[last];
}

function apply(root: unknown, { op, path, from = "", value }: Operation): void {
  switch (op) {
    case "add":
      return add(root, path, clone(value));
    case "remove":
      return remove(root, path);
    case "replace": {
      remove(root, path);
      return add(root, path, clone(value));
    }
    case "move": {
      const moved = read(root, from);
      remove(root, from);
      return add(root, path, moved);
    }
    case "copy":
      return add(root, path, clone(read(root, from)));
    case "test":
      if (!equal(read(root, path), value)) throw refused(`testing path ${path}: the value differs`);
      return;
    default:
      throw refused(`unknown operation ${String(op)}`);
  }
}

/** RFC 6902 on a copy. @throws StatusError 422 when an operation does not fit */
export function jsonPatch<T>(target: T, operations: readonly Operation[]): T {
  const result = clone(target);
  for (const operation of operations) apply(result, operation);
  return result;
}

/** RFC 7386 on a copy: null takes away, a list is replaced whole. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return clone(patch);
  const result = isObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete result[field];
    else result[field] = mergePatch(result[field], value);
  }
  return result;
}

import type { ClassPool } from "#server/domain/cluster/cluster-api/class-wish.ts";

/** A pool of machines as its fields stand: what was typed, number or not. */
export interface PoolDraft {
  name: string;
  role: ClassPool["role"];
  machineClass: string;
  size: "fixed" | "bounds";
  /** Of a fixed size. */
  machines: string;
  /** Of bounds. */
  least: string;
  most: string;
}

/** A sentence a field, by its path: "pools.0.name". */
export type PoolErrors = Record<string, string>;
export const MOST_POOLS = 10;

/** One more pool, of a name that is free. A second one is for green windows, unless there is one; the first is for everything. */
export function newPool(
  { workerClasses }: { workerClasses: readonly string[] },
  pools: readonly Pick<PoolDraft, "name" | "role">[],
): PoolDraft {
  const names = new Set(pools.map(({ name }) => name));
  let index = 0;
  while (names.has(`md-${index}`)) index += 1;
  const name = `md-${index}`;
  const machineClass = workerClasses[0] ?? "";
  const role = pools.length > 0 && !pools.some((pool) => pool.role === "green") ? "green" : "fallback";
  return { name, role, machineClass, size: "fixed", machines: "2", least: "1", most: "4" };
}

type Kept = Omit<ClassPool, "machineClass"> & { machineClass?: string | undefined };

/** A pool that is there. Switched to the other kind of size it begins with the machines that it has. */
export function draftOfPool(
  { name, role, machineClass, minNodes, maxNodes }: Kept,
  present?: number,
): PoolDraft {
  const there = present ?? maxNodes;
  const fixed = minNodes === maxNodes;
  return {
    name,
    role,
    machineClass: machineClass ?? "",
    size: fixed ? "fixed" : "bounds",
    machines: String(fixed ? maxNodes : there),
    least: String(fixed ? Math.min(1, there) : minNodes),
    most: String(fixed ? Math.max(1, there) : maxNodes),
  };
}

/** As the schema reads it: what is no number stays text, so that its own sentence refuses it. */
export function wishOfPool({ name, role, machineClass, size, machines, least, most }: PoolDraft) {
  const [minNodes, maxNodes] = size === "fixed" ? [machines, machines] : [least, most];
  return { name, role, machineClass, minNodes: numberOf(minNodes), maxNodes: numberOf(maxNodes) };
}

/** What the schema of one pool cannot see. */
export function poolsErrors(pools: readonly PoolDraft[]): PoolErrors {
  const errors: PoolErrors = {};
  const names = pools.map(({ name }) => name);
  for (const [index, { name, size, least, most }] of pools.entries()) {
    if (names.indexOf(name) < index) errors[`pools.${index}.name`] = "Another pool has this name.";
    const [from, to] = [numberOf(least), numberOf(most)];
    if (size === "bounds" && typeof from === "number" && typeof to === "number" && from > to)
      errors[`pools.${index}.minNodes`] = "That is more than at most.";
  }
  return errors;
}

/** Whether two drafts say the same of a pool: what the other kind of size would be does not count. */
const isSamePool = (a: PoolDraft, b: PoolDraft): boolean =>
  JSON.stringify(wishOfPool(a)) === JSON.stringify(wishOfPool(b));

export const areSamePools = (a: readonly PoolDraft[], b: readonly PoolDraft[]): boolean =>
  a.length === b.length && a.every((pool, at) => b[at] !== undefined && isSamePool(pool, b[at]));

const numberOf = (text: string): unknown => (/^\s*\d+\s*$/.test(text) ? Number(text) : text);

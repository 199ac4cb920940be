/** A key of a map, or an item of a list whose items have names. */
export type Step = string | { item: string };

/** `undefined` is: not there. */
export interface FieldChange {
  steps: readonly Step[];
  from: unknown;
  to: unknown;
}

type Tree = Record<string, unknown>;

/** Where two objects differ, as deep down as can be told. Items with names are compared by name; any other list is one value. */
export const changesBetween = (before: unknown, after: unknown): FieldChange[] => [
  ...differences(before, after, []),
];

function* differences(from: unknown, to: unknown, steps: readonly Step[]): Generator<FieldChange> {
  if (isSame(from, to)) return;
  if (isTree(from) && isTree(to)) {
    for (const key of new Set([...Object.keys(from), ...Object.keys(to)]))
      yield* differences(from[key], to[key], [...steps, key]);
    return;
  }
  const names = namesIfKept(from, to);
  if (!names) return yield { steps, from, to };
  for (const item of names) yield* differences(itemOf(from, item), itemOf(to, item), [...steps, { item }]);
}

/** The names in both lists, where items were only changed, taken out, or put at the end: else their order was meant too. */
function namesIfKept(from: unknown, to: unknown): string[] | undefined {
  const before = namesOf(from);
  const after = namesOf(to);
  if (!before || !after) return undefined;
  const kept = before.filter((name) => after.includes(name));
  const added = after.filter((name) => !before.includes(name));
  const inOrder = [...kept, ...added].every((name, at) => name === after[at]);
  return inOrder ? [...before, ...added] : undefined;
}

function namesOf(list: unknown): string[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const names = list.map((item: unknown) => (isTree(item) ? item["name"] : undefined));
  if (!names.every((name) => typeof name === "string")) return undefined;
  return new Set(names).size === names.length ? names : undefined;
}

const itemOf = (list: unknown, name: string): unknown =>
  Array.isArray(list) ? list.find((item: unknown) => isTree(item) && item["name"] === name) : undefined;

export function valueAt(object: unknown, steps: readonly Step[]): unknown {
  return steps.reduce(
    (at: unknown, step) =>
      typeof step === "string" ? (isTree(at) ? at[step] : undefined) : itemOf(at, step.item),
    object,
  );
}

/** spec.containers[web].image; a key that is no word of its own stands in quotes. */
export const pathText = (steps: readonly Step[]): string =>
  steps.reduce<string>((text, step) => {
    if (typeof step !== "string") return `${text}[${step.item}]`;
    if (!/^[\w-]+$/.test(step)) return `${text}["${step}"]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");

/** By what it says, not by the order of keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, at) => isSame(item, b[at]));
  if (!isTree(a) || !isTree(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSame(a[key], b[key]));
}

const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value, or the expression that stands for it in a Helm template: an object is described once and written both ways. */
export type Slot<T> = T | Expression;

/** What stands between the braces; `kind` says how its value is written. */
export class Expression {
  readonly text: string;
  readonly kind: "text" | "plain" | "block";
  constructor(text: string, kind: "text" | "plain" | "block" = "plain") {
    this.text = text;
    this.kind = kind;
  }
}

/** A part that stands only where the condition holds. */
export class When {
  readonly condition: Expression;
  readonly part: Node;
  constructor(condition: Expression, part: Node) {
    this.condition = condition;
    this.part = part;
  }
}

export type Node = string | number | boolean | null | Expression | When | readonly Node[] | NodeMap;
export type NodeMap = { readonly [key: string]: Node | undefined };

/** Free-form values are one slot; groups are groups of slots. */
export type Slots<T> = {
  [K in keyof T]: T[K] extends readonly unknown[]
    ? Slot<T[K]>
    : T[K] extends object
      ? string extends keyof T[K]
        ? Slot<T[K]>
        : Slots<T[K]>
      : Slot<T[K]>;
};

export const isExpression = (value: unknown): value is Expression => value instanceof Expression;

/** Every leaf of `values` as the expression that reads it in a template. Empty maps and lists are leaves. */
export function slotsOf<T extends object>(values: T, at = ".Values"): Slots<T> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, slotOf(value, `${at}.${key}`)]),
  ) as Slots<T>;
}

function slotOf(value: unknown, at: string): unknown {
  if (typeof value === "string") return new Expression(at, "text");
  if (typeof value !== "object" || value === null) return new Expression(at);
  if (isFreeForm(value)) return new Expression(at, "block");
  return slotsOf(value, at);
}

const FREE_FORM: WeakSet<object> = new WeakSet();
/** Marks a default that people replace as a whole, such as resources. */
export function freeForm<T extends object>(value: T): T {
  FREE_FORM.add(value);
  return value;
}
const isFreeForm = (value: object): boolean =>
  Array.isArray(value) || Object.keys(value).length === 0 || FREE_FORM.has(value);

/** The part where the condition holds, else nothing. */
export function when(condition: Slot<boolean>, part: Node): Node | undefined {
  if (isExpression(condition)) return new When(condition, part);
  return condition ? part : undefined;
}

export const isEqual = (slot: Slot<string>, wanted: string): Slot<boolean> =>
  isExpression(slot) ? new Expression(`(eq ${slot.text} ${JSON.stringify(wanted)})`) : slot === wanted;

/** Neither empty text nor an empty map or list, as Helm sees it. */
export const isSet = (slot: Slot<string | object>): Slot<boolean> => {
  if (isExpression(slot)) return new Expression(slot.text);
  return typeof slot === "string" ? slot !== "" : Object.keys(slot).length > 0;
};

export function both(one: Slot<boolean>, other: Slot<boolean>): Slot<boolean> {
  if (!isExpression(one)) return one ? other : false;
  if (!isExpression(other)) return other ? one : false;
  return new Expression(`(and ${one.text} ${other.text})`);
}

/** A list without the parts that do not stand. */
export const listOf = (...parts: readonly (Node | undefined)[]): Node[] =>
  parts.filter((part) => part !== undefined);

export const not = (one: Slot<boolean>): Slot<boolean> =>
  isExpression(one) ? new Expression(`(not ${one.text})`) : !one;

/** A number or free-form values as one line of JSON, its keys in order, as Helm writes it. */
export const jsonOf = (slot: Slot<object | number>): Slot<string> =>
  isExpression(slot) ? new Expression(`${slot.text} | toJson`, "text") : JSON.stringify(ordered(slot));

export const orElse = (slot: Slot<string>, fallback: string): Slot<string> =>
  isExpression(slot)
    ? new Expression(`${slot.text} | default ${JSON.stringify(fallback)}`, "text")
    : slot || fallback;

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, ordered(each)]));
}

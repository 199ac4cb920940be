import { changesBetween, type FieldChange, isSame, pathText, valueAt } from "./field-changes.ts";
import type { ResourceKind } from "./kind.ts";
import { HIDDEN, isHidden, masked } from "./mask.ts";
import { type ManagedFields, ownersOf } from "./owners.ts";
import type { OvertakenField, ShownChange } from "./view.ts";

type Tree = Record<string, unknown>;
type Masking = Pick<ResourceKind, "group" | "kind">;

const KEPT_BY_SERVER = [
  "managedFields",
  "resourceVersion",
  "generation",
  "uid",
  "creationTimestamp",
  "selfLink",
];
const LONGEST_SHOWN = 400;

/** What a person may change of an object: without its status and what the API server keeps. */
export function editableOf(object: Tree): Tree {
  const { status: _, metadata, ...rest } = object;
  const kept = Object.entries((metadata ?? {}) as Tree).filter(([key]) => !KEPT_BY_SERVER.includes(key));
  const { apiVersion, kind, ...body } = rest;
  return { apiVersion, kind, metadata: Object.fromEntries(kept), ...body };
}

/** Why typed changes cannot even be asked for; undefined where they can. */
export function editFault(kind: Masking, changes: readonly FieldChange[]): string | undefined {
  for (const { steps, to } of changes) {
    const path = pathText(steps);
    const fault = pathFault(steps, path);
    if (fault) return fault;
    if (isHidden(kind, path) && JSON.stringify(to ?? null).includes(HIDDEN))
      return `${path} has ${HIDDEN} for its value, which is only shown for what is hidden. Write the value itself.`;
  }
  return undefined;
}

function pathFault([first, second]: FieldChange["steps"], path: string): string | undefined {
  if (first === "status") return "The status is the cluster's own to write. Leave it out.";
  if (["apiVersion", "kind", "metadata"].includes(path))
    return `An edit keeps the object's apiVersion, kind and metadata; ${path} was changed.`;
  if (first !== "metadata" || typeof second !== "string") return undefined;
  if (second === "name" || second === "namespace")
    return "An object cannot be renamed or moved. Its name and namespace stay as they are.";
  return KEPT_BY_SERVER.includes(second)
    ? `${path} is the API server's own to write. Leave it out.`
    : undefined;
}

/** Typed fields that another has changed since the text was read, and not to the same. */
export function overtaken(kind: Masking, live: Tree, typed: readonly FieldChange[]): OvertakenField[] {
  const shown = masked(kind, live);
  const managed = managedOf(live);
  return typed
    .filter(({ steps, from, to }) => {
      const now = valueAt(shown, steps);
      return !isSame(now, from) && !isSame(now, to);
    })
    .map(({ steps }) => ({
      path: pathText(steps),
      now: textOf(valueAt(shown, steps)),
      by: ownersOf(managed, steps)[0] ?? null,
    }));
}

/** What an API server made, or would make, of an edit. `typed` says which of it the person wrote. */
export function shownChanges(
  kind: Masking,
  { before, after, typed }: { before: Tree; after: Tree; typed: readonly FieldChange[] },
): ShownChange[] {
  const managed = managedOf(before);
  const asked = typed.map(({ steps }) => pathText(steps));
  const [shownBefore, shownAfter] = [masked(kind, before), masked(kind, after)];
  return changesBetween(editableOf(before), editableOf(after)).map(({ steps }) => {
    const path = pathText(steps);
    const from = textOf(valueAt(shownBefore, steps));
    const to = textOf(valueAt(shownAfter, steps));
    return {
      path,
      from,
      to: from === to && to !== null ? `${to}, another value` : to,
      typed: asked.some((each) => isWithin(path, each) || isWithin(each, path)),
      owners: ownersOf(managed, steps),
    };
  });
}

const isWithin = (inner: string, outer: string) =>
  inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);

const managedOf = (object: Tree): ManagedFields[] =>
  (valueAt(object, ["metadata", "managedFields"]) as ManagedFields[] | undefined) ?? [];

function textOf(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)} …` : text;
}

import { type FieldChange, type Step, valueAt } from "./field-changes.ts";

export type Operation =
  | { op: "add" | "replace"; path: string; value: unknown }
  | { op: "remove"; path: string };

/**
 * The changes as one JSON patch of the object just read, which is refused when another writes in between. Items are found by name, so
 * that a list whose order turned since is patched where it is meant.
 */
export function patchOf(live: unknown, changes: readonly FieldChange[]): Operation[] {
  const operations = changes.map((change) => operationOf(live, change));
  const version = valueAt(live, ["metadata", "resourceVersion"]);
  return [
    { op: "replace", path: "/metadata/resourceVersion", value: version },
    ...operations.filter(({ op }) => op !== "remove"),
    // from the end, so that no item moves before it is its turn
    ...operations.filter(({ op }) => op === "remove").toSorted(byIndexDown),
  ];
}

function operationOf(live: unknown, { steps, to }: FieldChange): Operation {
  const present = valueAt(live, steps);
  const path = pointerTo(live, steps);
  if (to === undefined) return { op: "remove", path };
  return { op: present === undefined ? "add" : "replace", path, value: to };
}

const pointerTo = (live: unknown, steps: readonly Step[]): string =>
  steps.map((step, at) => `/${escape(tokenOf(live, steps.slice(0, at), step))}`).join("");

function tokenOf(live: unknown, parents: readonly Step[], step: Step): string {
  if (typeof step === "string") return step;
  const list = valueAt(live, parents) as { name: string }[];
  const index = list.findIndex(({ name }) => name === step.item);
  return index < 0 ? "-" : String(index);
}

const escape = (token: string) => token.replaceAll("~", "~0").replaceAll("/", "~1");

function byIndexDown(a: Operation, b: Operation): number {
  return b.path.localeCompare(a.path, "en", { numeric: true });
}

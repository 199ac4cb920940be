import type { Shape } from "#components/ui/status.tsx";
import type { TreeCounts, TreeNode, TreeSeverity } from "#server/domain/cluster/cluster-api/tree/view.ts";
import { asSentence } from "#server/domain/cluster/words.ts";

const SHAPES: Record<Exclude<TreeSeverity, "none">, Shape> = {
  ok: "ready",
  waiting: "waiting",
  failed: "failed",
  unknown: "unreachable",
  deleting: "deleting",
};

/** A shape and a word; undefined for a row that has no condition of its own. */
export function stateOf({ severity, condition }: TreeNode): { shape: Shape; word: string } | undefined {
  if (severity === "none") return undefined;
  const shape = SHAPES[severity];
  if (severity === "deleting" || !condition) return { shape, word: "Deleting" };
  switch (condition.status) {
    case "True":
      return { shape, word: condition.type };
    case "Unknown":
      return { shape, word: `${condition.type}: unknown` };
    case "False":
      return { shape, word: `Not ${condition.type.toLowerCase()}` };
  }
}

export interface Figure {
  name: "Machines" | "Available" | "Ready" | "Up to date";
  /** "2 of 3"; a dash where nothing was counted. */
  text: string;
}
const DASH = "\u2013";
const numeral = (count: number | null): string => (count === null ? DASH : String(count));

/** The four columns of a row; none where an object has no machines. */
export function figuresOf(counts: TreeCounts | null): Figure[] {
  if (!counts) return [];
  const { there, wanted, available, ready, upToDate } = counts;
  return [
    {
      name: "Machines",
      text: wanted === null || wanted === there ? numeral(there) : `${numeral(there)} of ${wanted}`,
    },
    { name: "Available", text: numeral(available) },
    { name: "Ready", text: numeral(ready) },
    { name: "Up to date", text: numeral(upToDate) },
  ];
}

/** What stands under a row: why it is not as it should be, what holds it, what it was told. */
export interface Remarks {
  reason: string | null;
  message: string;
  held: string | null;
  members: string | null;
}

export function remarksOf(node: TreeNode): Remarks | undefined {
  const { role, severity, deleting, children } = node;
  const remarks: Remarks = {
    ...causeOf(node),
    held: deleting ? heldBy(deleting.finalizers) : null,
    members: role === "group" && severity !== "ok" ? namesOf(children) : null,
  };
  return Object.values(remarks).some(Boolean) ? remarks : undefined;
}

/** One that is as it should be needs no words. */
function causeOf({ severity, condition }: TreeNode): Pick<Remarks, "reason" | "message"> {
  if (!condition || (condition.status === "True" && severity !== "deleting"))
    return { reason: null, message: "" };
  const { reason, type, message } = condition;
  return { reason: reason === type ? null : reason, message };
}

function heldBy(finalizers: readonly string[]): string {
  if (finalizers.length === 0) return "Nothing holds it any more.";
  const what = finalizers.length === 1 ? "the finalizer" : "the finalizers";
  return asSentence(`Held by ${what} ${finalizers.join(", ")}`);
}

const NAMED = 2;
const namesOf = (members: readonly TreeNode[]): string =>
  members
    .slice(0, NAMED)
    .map(({ name }) => name)
    .join(", ") + (members.length > NAMED ? ` and ${members.length - NAMED} more` : "");

/** What is open without being asked for: everything but what a group holds. */
export const opensByItself = ({ role }: TreeNode): boolean => role !== "group";

/** "Machine heron-1"; of a group "3 Machines". */
export const titleOf = ({ role, kind, name }: TreeNode): string =>
  role === "group" ? name : `${kind} ${name}`.trim();

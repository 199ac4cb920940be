import { counted } from "../../words.ts";
import { conditionOf, isDeleting, type TreeObject } from "./object.ts";
import type { TreeCondition, TreeCounts, TreeNode } from "./view.ts";

const SHARED = ["Available", "Ready", "UpToDate"] as const;

/**
 * Machines that say the same are one row: equal Available, Ready and UpToDate, by status and reason. A group is known by its place
 * under its parent, so that one that a person opened stays open when its machines turn ready.
 */
export function groupMachines<T extends { object: TreeObject; row: TreeNode }>(
  parentId: string,
  machines: readonly T[],
): TreeNode[] {
  const groups = new Map<string, T[]>();
  for (const machine of machines) {
    const key = keyOf(machine.object);
    groups.set(key, [...(groups.get(key) ?? []), machine]);
  }
  const members = [...groups.values()].map((group) => group.map(({ row }) => row));
  const alone = members.filter(({ length }) => length === 1).flat();
  const several = members.filter(({ length }) => length > 1);
  return [...alone, ...several.map((group, index) => groupRow(`group ${index} of ${parentId}`, group))];
}

const keyOf = (object: TreeObject): string =>
  [
    object.kind,
    isDeleting(object) ? "deleting" : "",
    ...SHARED.map((type) => {
      const condition = conditionOf(object, type);
      return condition ? `${condition.status} ${condition.reason}` : "";
    }),
  ].join("|");

function groupRow(id: string, members: readonly TreeNode[]): TreeNode {
  const children = members.toSorted((a, b) => compareText(a.name, b.name));
  const [first] = children;
  return {
    id,
    role: "group",
    kind: first?.kind ?? "",
    name: counted(children.length, first?.kind ?? ""),
    object: false,
    version: shared(children.map(({ version }) => version)),
    counts: sumOf(children),
    condition: sharedCondition(children),
    severity: first?.severity ?? "none",
    deleting: null,
    marks: [],
    node: null,
    children,
  };
}

/** The members' messages are below, each at its own; the oldest of their times is the group's. */
function sharedCondition(members: readonly TreeNode[]): TreeCondition | null {
  const condition = members[0]?.condition;
  if (!condition) return null;
  const times = members.flatMap((member) => (member.condition?.since ? [+member.condition.since] : []));
  return { ...condition, message: "", since: times.length > 0 ? new Date(Math.min(...times)) : null };
}

function sumOf(members: readonly TreeNode[]): TreeCounts {
  const of = (key: keyof TreeCounts): number | null => {
    const known = members.flatMap(({ counts }) => (typeof counts?.[key] === "number" ? [counts[key]] : []));
    return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
  };
  return {
    there: of("there"),
    wanted: null,
    available: of("available"),
    ready: of("ready"),
    upToDate: of("upToDate"),
  };
}

const shared = (values: readonly (string | null)[]): string | null =>
  values.every((value) => value === values[0]) ? (values[0] ?? null) : null;

/** By code points, as clusterctl sorts: no locale takes part. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

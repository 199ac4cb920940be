/**
 * What an object is to its cluster. `workers` and `other` are headings that no object stands for, `group` is several
 * machines that say the same.
 */
export type TreeRole =
  | "cluster"
  | "infrastructure"
  | "control-plane"
  | "workers"
  | "pool"
  | "machine"
  | "group"
  | "other";

/** Of the condition that a row shows: v1beta2 has no severities, so they are told from status and reason. */
export type TreeSeverity = "ok" | "waiting" | "failed" | "unknown" | "deleting" | "none";

export interface TreeCondition {
  type: "Available" | "Ready";
  status: "True" | "False" | "Unknown";
  reason: string;
  /** Whole, with its nested lines. */
  message: string;
  since: Date | null;
}

/** Machines. Null: was not counted yet, which is not 0. */
export interface TreeCounts {
  there: number | null;
  wanted: number | null;
  available: number | null;
  ready: number | null;
  upToDate: number | null;
}

export interface TreeNode {
  /** The object's uid; of a heading or a group its own. */
  id: string;
  role: TreeRole;
  kind: string;
  name: string;
  /** False for headings and groups: there is nothing to show as YAML. */
  object: boolean;
  version: string | null;
  counts: TreeCounts | null;
  condition: TreeCondition | null;
  severity: TreeSeverity;
  deleting: { since: Date; finalizers: string[] } | null;
  /** Marks that a person or a controller put on it: "is to go first", "paused". */
  marks: string[];
  /** Of a machine: its node's name, where it has one. */
  node: string | null;
  /** Of a group its members; shown when it is opened. */
  children: TreeNode[];
}

export interface ObjectTreeView {
  /** Null: there is no such Cluster object, which `sentence` explains. */
  root: TreeNode | null;
  sentence: string | null;
  /** Something is on its way, so that a page looks again soon. */
  moving: boolean;
  /** What could not be read, each a sentence; what is missing here may well be there. */
  unread: string[];
  /** What clusterctl says of the same, to be typed in a terminal. */
  command: string;
  readAt: Date;
}

import { PAUSED_MARK } from "../cluster-object.ts";
import { conditionOf, isDeleting, type TreeObject } from "./object.ts";
import type { TreeCondition, TreeCounts, TreeNode, TreeRole, TreeSeverity } from "./view.ts";

export const DELETE_MARK = "cluster.x-k8s.io/delete-machine";
export const REMEDIATE_MARK = "cluster.x-k8s.io/remediate-machine";
export const SKIP_REMEDIATION_MARK = "cluster.x-k8s.io/skip-remediation";

const MARKS: Readonly<Record<string, string>> = {
  [DELETE_MARK]: "goes first",
  [REMEDIATE_MARK]: "to be remediated",
  [SKIP_REMEDIATION_MARK]: "never remediated",
  [PAUSED_MARK]: "paused",
};

/** One row: what clusterctl shows of an object, by what it is. */
export function rowOf(object: TreeObject, role: TreeRole, children: TreeNode[] = []): TreeNode {
  const { kind, metadata, spec, status } = object;
  const condition = shownCondition(object, role);
  return {
    id: metadata.uid,
    role,
    kind,
    name: metadata.name,
    object: true,
    version: spec.topology?.version ?? spec.version ?? spec.template?.spec?.version ?? null,
    counts: countsOf(object, role),
    condition,
    severity: severityOf(condition, isDeleting(object)),
    deleting: metadata.deletionTimestamp
      ? { since: metadata.deletionTimestamp, finalizers: metadata.finalizers }
      : null,
    marks: Object.keys(MARKS).flatMap((mark) => (mark in metadata.annotations ? (MARKS[mark] ?? []) : [])),
    node: role === "machine" ? (status.nodeRef?.name ?? null) : null,
    children,
  };
}

/** A row that no object stands for. */
export const headingOf = (role: TreeRole, name: string, children: TreeNode[]): TreeNode => ({
  id: role,
  role,
  kind: "",
  name,
  object: false,
  version: null,
  counts: null,
  condition: null,
  severity: "none",
  deleting: null,
  marks: [],
  node: null,
  children,
});

const SHOWS_AVAILABLE: readonly TreeRole[] = ["cluster", "control-plane", "pool"];

/** Available of what others depend on, else Ready, as clusterctl picks it. */
function shownCondition(object: TreeObject, role: TreeRole): TreeCondition | null {
  const available = SHOWS_AVAILABLE.includes(role) ? conditionOf(object, "Available") : undefined;
  const found = available ?? conditionOf(object, "Ready");
  if (!found) return null;
  return {
    type: found.type === "Available" ? "Available" : "Ready",
    status: found.status,
    reason: found.reason,
    message: found.message,
    since: found.lastTransitionTime ?? null,
  };
}

const FAILED_REASON = /Failed|Failure|Error|Unhealthy|NotHealthy|Invalid|Refused/;
const FAILED_MESSAGE = /\b(failed|failure)\b/i;

/** Waiting is no error: only a reason that speaks of a failure is one. */
export function severityOf(condition: TreeCondition | null, deleting: boolean): TreeSeverity {
  if (deleting) return "deleting";
  if (!condition) return "none";
  switch (condition.status) {
    case "True":
      return "ok";
    case "Unknown":
      return "unknown";
    case "False":
      return FAILED_REASON.test(condition.reason) || FAILED_MESSAGE.test(condition.message)
        ? "failed"
        : "waiting";
  }
}

function countsOf(object: TreeObject, role: TreeRole): TreeCounts | null {
  const { spec, status } = object;
  switch (role) {
    case "cluster":
      return sum([status.controlPlane ?? {}, status.workers ?? {}]);
    case "control-plane":
    case "pool":
      return sum([{ ...status, desiredReplicas: spec.replicas }]);
    case "machine":
      return {
        there: 1,
        wanted: null,
        available: asCount(object, "Available"),
        ready: asCount(object, "Ready"),
        upToDate: asCount(object, "UpToDate"),
      };
    case "infrastructure":
    case "workers":
    case "group":
    case "other":
      return null;
  }
}

type Counter = "replicas" | "desiredReplicas" | "availableReplicas" | "readyReplicas" | "upToDateReplicas";

/** Null where none of them counted anything: a cluster that is new has no numbers at all. */
function sum(parts: readonly { [counter in Counter]?: number | undefined }[]): TreeCounts | null {
  const of = (key: Counter): number | null => {
    const known = parts.map((part) => part[key]).filter((value) => typeof value === "number");
    return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
  };
  const counts = {
    there: of("replicas"),
    wanted: of("desiredReplicas"),
    available: of("availableReplicas"),
    ready: of("readyReplicas"),
    upToDate: of("upToDateReplicas"),
  };
  return Object.values(counts).every((value) => value === null) ? null : counts;
}

function asCount(object: TreeObject, type: string): number | null {
  const condition = conditionOf(object, type);
  if (!condition || condition.status === "Unknown") return null;
  return condition.status === "True" ? 1 : 0;
}

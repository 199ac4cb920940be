import type { ResourceKind } from "./kind.ts";
import type { TablePage } from "./table.ts";

export interface KindsView {
  kinds: ResourceKind[];
  /** Groups whose API did not answer, such as one that an add-on serves. */
  silent: string[];
}

export interface ListView extends TablePage {
  kind: ResourceKind;
}

export interface OwnerLink {
  kind: string;
  name: string;
  /** Null where this cluster has no such kind any more. */
  kindId: string | null;
  namespace: string | null;
}

export interface ObjectView {
  kind: ResourceKind;
  name: string;
  namespace: string | null;
  uid: string;
  createdAt: Date | null;
  /** Since when it is being deleted. */
  deletingSince: Date | null;
  finalizers: string[];
  labels: Record<string, string>;
  owners: OwnerLink[];
  /** Of a workload: which pods are its own, as a label selector. */
  podSelector: string | null;
  /** Of a pod: those that may be entered, none of any other kind. */
  containers: string[];
  /** All of it but managedFields; a Secret's values are not in it. */
  yaml: string;
  /** What a person may change. */
  editable: string;
  /** The cluster's nodes are simulated, so that pods run nothing. */
  simulated: boolean;
}

/** What the credentials that this console has there may do with one object. */
export interface ObjectAccess {
  patch: boolean;
  delete: boolean;
  logs: boolean;
  /** A terminal in it; of a pod alone. */
  exec: boolean;
  /** Nothing but the logs is offered before the cluster's review. */
  locked: boolean;
}

export interface ShownChange {
  path: string;
  /** Null: was not there. */
  from: string | null;
  /** Null: goes. */
  to: string | null;
  /** False for what the API server adds by itself. */
  typed: boolean;
  /** Who set it last. */
  owners: string[];
}
export interface OvertakenField {
  path: string;
  now: string | null;
  by: string | null;
}
export interface RefusedField {
  field: string;
  message: string;
}

export type EditOutcome =
  | { kind: "unchanged" }
  | { kind: "would-change"; changes: ShownChange[] }
  | { kind: "changed"; changes: ShownChange[] }
  | { kind: "refused"; message: string; fields: RefusedField[] }
  | { kind: "overtaken"; fields: OvertakenField[] };

export interface EventView {
  uid: string;
  type: string;
  reason: string;
  message: string;
  count: number;
  lastAt: Date | null;
  by: string | null;
}

export interface LogLine {
  pod: string;
  container: string;
  /** As the kubelet wrote it, nanoseconds and all; "" where it wrote none. */
  at: string;
  text: string;
}
export interface LogSourceView {
  pod: string;
  container: string;
  /** Why it has not started yet, in the kubelet's word; null where it has, or where nobody knows. */
  waiting: string | null;
}
export type LogEvent =
  | { kind: "sources"; sources: LogSourceView[]; leftOut: number }
  | { kind: "lines"; lines: LogLine[]; leftOut: number }
  | { kind: "ended"; pod: string; container: string; why: string | null }
  | { kind: "failed"; message: string };

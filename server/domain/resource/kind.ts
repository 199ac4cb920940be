/** A kind of object that a cluster serves, in the version it prefers. */
export interface ResourceKind {
  /** "pods", "deployments.apps": as kubectl takes it. */
  id: string;
  /** Empty for the core group. */
  group: string;
  version: string;
  kind: string;
  plural: string;
  namespaced: boolean;
  verbs: readonly string[];
  shortNames: readonly string[];
}

/** In a place of one object. Cluster-wide objects have no namespace. */
export interface ObjectPlace {
  namespace: string | null;
  name: string;
}

export const kindIdOf = ({ group, plural }: Pick<ResourceKind, "group" | "plural">): string =>
  group === "" ? plural : `${plural}.${group}`;

export const apiVersionOf = ({ group, version }: Pick<ResourceKind, "group" | "version">): string =>
  group === "" ? version : `${group}/${version}`;

/** "apps/v1" -> "apps"; "v1" -> "" */
export const groupOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";

/** Where a list of the kind is; of all namespaces where none is named. */
export function collectionPath(kind: ResourceKind, namespace?: string | null): string {
  const root = kind.group === "" ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  const within = kind.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${root}${within}/${kind.plural}`;
}

export const objectPath = (kind: ResourceKind, { namespace, name }: ObjectPlace): string =>
  `${collectionPath(kind, namespace)}/${encodeURIComponent(name)}`;

/** Its values are shown to nobody. */
export const isSecret = ({ group, kind }: Pick<ResourceKind, "group" | "kind">): boolean =>
  group === "" && kind === "Secret";

/** Its pods are those of the Jobs that it made. */
export const CRON_JOBS = "cronjobs.batch";

/** What has pods whose logs can be read together. */
const WITH_PODS = [
  "pods",
  "deployments.apps",
  "replicasets.apps",
  "statefulsets.apps",
  "daemonsets.apps",
  "jobs.batch",
  CRON_JOBS,
  "replicationcontrollers",
];
export const hasLogs = ({ id }: Pick<ResourceKind, "id">): boolean => WITH_PODS.includes(id);

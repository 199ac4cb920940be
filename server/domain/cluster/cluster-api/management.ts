import type { ClassVariable } from "./variable-fields.ts";

/** What a management cluster says of itself, for its checks. */
export interface ManagementFacts {
  server: string;
  kubernetesVersion: string;
  /** Whom the credentials are for, as RBAC names them; undefined where it does not say. */
  username: string | undefined;
  /** Versions of its API groups, by the group: none where it is not there. */
  versions: Readonly<Record<ManagementGroup, readonly string[]>>;
  /** Kinds of infrastructure clusters: "AWSCluster", "DevCluster". */
  infrastructures: readonly string[];
  /** Whether clusters may be made of a class: false where the managers were started without that. */
  topology: boolean;
  classes: readonly ClusterClassView[];
  /** What the credentials may not do. */
  forbidden: readonly Permission[];
}
export const MANAGEMENT_GROUPS = {
  core: "cluster.x-k8s.io",
  bootstrap: "bootstrap.cluster.x-k8s.io",
  controlPlane: "controlplane.cluster.x-k8s.io",
  infrastructure: "infrastructure.cluster.x-k8s.io",
} as const;
export type ManagementGroup = keyof typeof MANAGEMENT_GROUPS;

export interface Permission {
  verb: string;
  group: string;
  resource: string;
}
/** All that the provider does there. Secrets: the kubeconfig of each cluster, by its name. */
export const PERMISSIONS: readonly Permission[] = [
  ...["get", "list", "watch", "create", "patch", "delete"].map((verb) => ({
    verb,
    group: "cluster.x-k8s.io",
    resource: "clusters",
  })),
  { verb: "list", group: "cluster.x-k8s.io", resource: "clusterclasses" },
  ...["machines", "machinesets", "machinedeployments"].map((resource) => ({
    verb: "list",
    group: "cluster.x-k8s.io",
    resource,
  })),
  { verb: "get", group: "", resource: "secrets" },
];

/** A ClusterClass, as the form needs it. */
export interface ClusterClassView {
  name: string;
  namespace: string;
  /** Kubernetes versions that it offers; none: any, one minor at a time. */
  versions: string[];
  workerClasses: string[];
  variables: ClassVariable[];
  /** What its clusters stand on: "AWSClusterTemplate". */
  infrastructure?: string | undefined;
  /** Which variable says where, as its annotation has it. */
  regionVariable?: string | undefined;
  /** Why clusters of it cannot be made now; null when they can. */
  problem: string | null;
}

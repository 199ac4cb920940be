import { TreeObject, type ClusterObjects } from "./object.ts";

const GROUPS: Readonly<Record<string, string>> = {
  DevCluster: "infrastructure.cluster.x-k8s.io",
  DevMachine: "infrastructure.cluster.x-k8s.io",
  KubeadmControlPlane: "controlplane.cluster.x-k8s.io",
  KubeadmConfig: "bootstrap.cluster.x-k8s.io",
};
const groupOf = (kind: string): string => GROUPS[kind] ?? "cluster.x-k8s.io";

/** An object as its controllers leave it, for tests. A condition is "True", or the reason why it is False. */
export function treeObject(
  kind: string,
  name: string,
  {
    conditions = {},
    owner,
    labels = {},
    annotations = {},
    spec = {},
    status = {},
    deletedAt,
    finalizers = [],
    message = "",
  }: {
    conditions?: Record<string, string>;
    owner?: TreeObject;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    spec?: object;
    status?: object;
    deletedAt?: string;
    finalizers?: string[];
    message?: string;
  } = {},
): TreeObject {
  return TreeObject.parse({
    apiVersion: `${groupOf(kind)}/v1beta2`,
    kind,
    metadata: {
      name,
      namespace: "fleet",
      uid: `${kind}/${name}`,
      labels,
      annotations,
      finalizers,
      ...(deletedAt ? { deletionTimestamp: deletedAt } : {}),
      ownerReferences: owner
        ? [{ kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid, controller: true }]
        : [],
    },
    spec,
    status: {
      ...status,
      conditions: Object.entries(conditions).map(([type, said]) => ({
        type,
        status: said === "True" ? "True" : said === "Unknown" ? "Unknown" : "False",
        reason: said === "True" ? type : said,
        message,
        lastTransitionTime: "2026-11-22T12:00:00Z",
      })),
    },
  });
}

export const refTo = ({ apiVersion, kind, metadata: { name } }: TreeObject) => ({
  apiGroup: apiVersion.split("/")[0],
  kind,
  name,
});

const FINE = { Available: "True", Ready: "True", UpToDate: "True" } as const;
export const machineOf = (
  name: string,
  owner: TreeObject,
  more: Parameters<typeof treeObject>[2] = {},
): TreeObject =>
  treeObject("Machine", name, {
    owner,
    conditions: FINE,
    ...more,
    spec: {
      version: "v1.35.4",
      infrastructureRef: { apiGroup: groupOf("DevMachine"), kind: "DevMachine", name },
      bootstrap: { configRef: { apiGroup: groupOf("KubeadmConfig"), kind: "KubeadmConfig", name } },
    },
    labels: owner.kind === "KubeadmControlPlane" ? { "cluster.x-k8s.io/control-plane": "" } : {},
  });

const counters = (count: number) => ({
  replicas: count,
  desiredReplicas: count,
  availableReplicas: count,
  readyReplicas: count,
  upToDateReplicas: count,
});

/** A cluster of three and two machines that wants nothing, for tests to break. */
export function healthyObjects() {
  const infrastructure = treeObject("DevCluster", "heron-x", { conditions: { Ready: "True" } });
  const controlPlane = treeObject("KubeadmControlPlane", "heron-y", {
    conditions: { Available: "True" },
    spec: { replicas: 3, version: "v1.35.4" },
    status: counters(3),
  });
  const cluster = treeObject("Cluster", "heron", {
    conditions: { Available: "True" },
    spec: {
      topology: { version: "v1.35.4" },
      infrastructureRef: refTo(infrastructure),
      controlPlaneRef: refTo(controlPlane),
    },
    status: { controlPlane: counters(3), workers: counters(2) },
  });
  const deployment = treeObject("MachineDeployment", "heron-md-0", {
    conditions: { Available: "True" },
    spec: { replicas: 2, template: { spec: { version: "v1.35.4" } } },
    status: counters(2),
  });
  const set = treeObject("MachineSet", "heron-md-0-a", { owner: deployment });
  const machines = [
    ...["c1", "c2", "c3"].map((name) => machineOf(name, controlPlane)),
    ...["w1", "w2"].map((name) => machineOf(name, set)),
  ];
  const echoes = machines.flatMap(({ metadata: { name } }) =>
    ["DevMachine", "KubeadmConfig"].map((kind) => treeObject(kind, name, { conditions: { Ready: "True" } })),
  );
  return {
    cluster,
    machineDeployments: [deployment],
    machineSets: [set],
    machinePools: [],
    machines,
    referred: [infrastructure, controlPlane, ...echoes],
  } satisfies ClusterObjects;
}

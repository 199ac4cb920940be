import { KUBERNETES_VERSION } from "#server/adapters/control-plane/engines.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { LOCAL_CLUSTER, LOCAL_CONFIG, LOCAL_CONTROL_PLANE, LOCAL_MACHINE, type BridgeKind } from "./kinds.ts";
import { createNode, deleteNode } from "./nodes.ts";
import {
  applySecret,
  type BridgeObject,
  CLUSTER_LABEL,
  clusterOf,
  type Condition,
  hold,
  isGoing,
  letGo,
  readIfThere,
  setSpec,
  setStatus,
} from "./objects.ts";
import { isWhole, serves, type BackingPlane, type Planes } from "./planes.ts";

/** The management cluster, and the control planes behind its Clusters. */
export interface World {
  kube: KubeClient;
  planes: Planes;
}
type Reconcile = (world: World, object: BridgeObject) => Promise<void>;

const CORE = "/apis/cluster.x-k8s.io/v1beta2/namespaces";
const ready = (isTrue: boolean, reason: string, message = ""): Condition => ({
  type: "Ready",
  isTrue,
  reason,
  message,
});

/** What Cluster API waits for of each kind, by its contract for v1beta2. */
export const RECONCILERS: readonly [BridgeKind, Reconcile][] = [
  [LOCAL_CLUSTER, reconcileCluster],
  [LOCAL_CONTROL_PLANE, reconcileControlPlane],
  [LOCAL_CONFIG, reconcileConfig],
  [LOCAL_MACHINE, reconcileMachine],
];

/** A network of this machine's own loopback is there already. */
async function reconcileCluster({ kube }: World, object: BridgeObject): Promise<void> {
  if (isGoing(object)) return letGo(kube, LOCAL_CLUSTER, object);
  if (!(await hold(kube, LOCAL_CLUSTER, object))) return;
  await setStatus(kube, LOCAL_CLUSTER, object, {
    initialization: { provisioned: true },
    condition: ready(true, "Provisioned"),
  });
}

async function reconcileControlPlane({ kube, planes }: World, object: BridgeObject): Promise<void> {
  const key = clusterOf(object);
  if (isGoing(object)) {
    await planes.remove(key);
    return letGo(kube, LOCAL_CONTROL_PLANE, object);
  }
  if (!(await hold(kube, LOCAL_CONTROL_PLANE, object))) return;
  const isOurs = object.spec?.["version"] === KUBERNETES_VERSION;
  const plane =
    isOurs && (await mayBegin(kube, object)) ? planes.ensure(key, object.metadata.uid) : undefined;
  if (plane?.opened) {
    const { hostname: host, port } = new URL(plane.opened.plane.server);
    await setSpec(kube, LOCAL_CONTROL_PLANE, object, { controlPlaneEndpoint: { host, port: Number(port) } });
  }
  if (plane) await publish(kube, object, plane);
  await setStatus(kube, LOCAL_CONTROL_PLANE, object, controlPlaneStatus(isOurs, plane));
}

async function mayBegin(kube: KubeClient, { metadata }: BridgeObject): Promise<boolean> {
  const path = `${CORE}/${metadata.namespace}/clusters/${metadata.labels?.[CLUSTER_LABEL]}`;
  type Cluster = { status?: { initialization?: { infrastructureProvisioned?: boolean } } };
  const cluster = await readIfThere<Cluster>(kube, path);
  return cluster?.status?.initialization?.infrastructureProvisioned === true;
}

/** The administrator's kubeconfig as soon as it leads somewhere, and the node that its machine would be. */
async function publish(kube: KubeClient, object: BridgeObject, plane: BackingPlane): Promise<void> {
  if (!plane.opened || !serves(plane) || object.status?.["readyReplicas"] === 1) return;
  const name = String(object.metadata.labels?.[CLUSTER_LABEL]);
  const value = plane.opened.plane.kubeconfig;
  await applySecret(kube, LOCAL_CONTROL_PLANE, object, { name: `${name}-kubeconfig`, value });
  const role = "node-role.kubernetes.io/control-plane";
  await createNode(plane.opened.kube, {
    name: `${name}-control-plane`,
    labels: { [role]: "" },
    taints: [{ key: role, effect: "NoSchedule" }],
    cpu: 4,
    memoryGiB: 16,
  });
}

function controlPlaneStatus(isOurs: boolean, plane: BackingPlane | undefined) {
  const message = isOurs
    ? (plane?.failure ?? `Running: ${[...(plane?.answering ?? [])].join(", ") || "nothing yet"}`)
    : `This machine has ${KUBERNETES_VERSION} only`;
  if (!plane || !serves(plane))
    return { replicas: 0, condition: available(false, plane?.failure ? "Failed" : "Starting", message) };
  const count = isWhole(plane) ? 1 : 0;
  return {
    initialization: { controlPlaneInitialized: true },
    version: KUBERNETES_VERSION,
    versions: [{ version: KUBERNETES_VERSION, replicas: 1 }],
    replicas: 1,
    readyReplicas: count,
    availableReplicas: count,
    upToDateReplicas: 1,
    condition: count === 1 ? available(true, "Available", "") : available(false, "Starting", message),
  };
}
const available = (isTrue: boolean, reason: string, message: string): Condition => ({
  type: "Available",
  isTrue,
  reason,
  message,
});

/** No machine boots, so there is nothing to tell one; the contract wants a secret all the same. */
async function reconcileConfig({ kube }: World, object: BridgeObject): Promise<void> {
  if (isGoing(object) || object.status?.["dataSecretName"] !== undefined) return;
  const { name } = object.metadata;
  await applySecret(kube, LOCAL_CONFIG, object, { name, value: "" });
  await setStatus(kube, LOCAL_CONFIG, object, {
    dataSecretName: name,
    initialization: { dataSecretCreated: true },
    condition: ready(true, "Created"),
  });
}

async function reconcileMachine({ kube, planes }: World, object: BridgeObject): Promise<void> {
  const { name, namespace } = object.metadata;
  const plane = planes.find(clusterOf(object));
  if (isGoing(object)) {
    if (plane?.opened && serves(plane)) await deleteNode(plane.opened.kube, name);
    return letGo(kube, LOCAL_MACHINE, object);
  }
  if (!(await hold(kube, LOCAL_MACHINE, object)) || object.spec?.["providerID"] !== undefined) {
    return describeMachine(kube, object);
  }
  const owner = object.metadata.ownerReferences?.find(({ kind }) => kind === "Machine");
  type Machine = { spec: { bootstrap?: { dataSecretName?: string } } };
  const machine = owner && (await readIfThere<Machine>(kube, `${CORE}/${namespace}/machines/${owner.name}`));
  if (!machine?.spec.bootstrap?.dataSecretName || !plane?.opened || !isWhole(plane)) {
    return describeMachine(kube, object);
  }
  const { region, cpu = 8, memoryGiB = 32 } = object.spec ?? {};
  const providerID = `karbon-local://${clusterOf(object)}/${name}`;
  await createNode(plane.opened.kube, {
    name,
    providerID,
    labels: typeof region === "string" ? { "topology.kubernetes.io/region": region } : {},
    cpu: Number(cpu),
    memoryGiB: Number(memoryGiB),
  });
  await setSpec(kube, LOCAL_MACHINE, object, { providerID });
}

const describeMachine = (kube: KubeClient, object: BridgeObject): Promise<void> => {
  const provisioned = object.spec?.["providerID"] !== undefined;
  return setStatus(kube, LOCAL_MACHINE, object, {
    ...(provisioned && {
      initialization: { provisioned },
      addresses: [{ type: "Hostname", address: object.metadata.name }],
    }),
    condition: provisioned
      ? ready(true, "Provisioned")
      : ready(false, "WaitingForControlPlane", "Waiting for the control plane and the bootstrap data"),
  });
};

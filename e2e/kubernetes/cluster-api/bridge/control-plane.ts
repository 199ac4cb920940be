import { KUBERNETES_VERSION } from "#server/adapters/control-plane/engines.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { LOCAL_CONTROL_PLANE } from "./kinds.ts";
import { createNode } from "./nodes.ts";
import {
  applySecret,
  type BridgeObject,
  CLUSTER_LABEL,
  CLUSTERS_API,
  clusterOf,
  type Condition,
  hold,
  isGoing,
  letGo,
  readIfThere,
  setSpec,
  setStatus,
} from "./objects.ts";
import { isWhole, serves, type BackingPlane } from "./planes.ts";
import type { World } from "./reconcile.ts";

/** Real etcd, API server, controllers, scheduler and kwok; without Machines, as a control plane that a cloud manages. */
export async function reconcileControlPlane({ kube, planes }: World, object: BridgeObject): Promise<void> {
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
  const { replicas, readyReplicas, availableReplicas, upToDateReplicas, ...rest } = controlPlaneStatus(
    isOurs,
    plane,
  );
  const counts = { replicas, readyReplicas, availableReplicas, upToDateReplicas };
  await setStatus(kube, LOCAL_CONTROL_PLANE, object, { ...rest, ...(isCounted(object) ? counts : {}) });
}

/** Where no number of machines is asked for, none is told either: as of a control plane that a cloud manages. */
const isCounted = (object: BridgeObject): boolean => object.spec?.["replicas"] !== undefined;

async function mayBegin(kube: KubeClient, { metadata }: BridgeObject): Promise<boolean> {
  const path = `${CLUSTERS_API}/${metadata.namespace}/clusters/${metadata.labels?.[CLUSTER_LABEL]}`;
  type Cluster = { status?: { initialization?: { infrastructureProvisioned?: boolean } } };
  const cluster = await readIfThere<Cluster>(kube, path);
  return cluster?.status?.initialization?.infrastructureProvisioned === true;
}

/** The administrator's kubeconfig as soon as it leads somewhere, and the node that its machine would be. */
async function publish(kube: KubeClient, object: BridgeObject, plane: BackingPlane): Promise<void> {
  if (!plane.opened || !serves(plane) || isAvailable(object)) return;
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
  const message = isOurs ? wordsOf(plane) : `This machine has ${KUBERNETES_VERSION} only`;
  if (!plane || !serves(plane)) return { replicas: 0, condition: available(false, "Starting", message) };
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
const isAvailable = ({ status }: BridgeObject): boolean =>
  status?.conditions?.some(({ type, status: is }) => type === "Available" && is === "True") === true;
const wordsOf = (plane: BackingPlane | undefined): string =>
  plane?.failure ?? `Running: ${[...(plane?.answering ?? [])].join(", ") || "nothing yet"}`;
const available = (isTrue: boolean, reason: string, message: string): Condition => ({
  type: "Available",
  isTrue,
  reason,
  message,
});

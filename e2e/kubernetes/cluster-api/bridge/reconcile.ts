import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { reconcileControlPlane } from "./control-plane.ts";
import { LOCAL_CLUSTER, LOCAL_CONFIG, LOCAL_CONTROL_PLANE, LOCAL_MACHINE, type BridgeKind } from "./kinds.ts";
import { reconcileMachine } from "./machine.ts";
import { applySecret, type BridgeObject, hold, isGoing, letGo, ready, setStatus } from "./objects.ts";
import type { Planes } from "./planes.ts";

/** The management cluster, and the control planes behind its Clusters. */
export interface World {
  kube: KubeClient;
  planes: Planes;
}
type Reconcile = (world: World, object: BridgeObject) => Promise<void>;

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

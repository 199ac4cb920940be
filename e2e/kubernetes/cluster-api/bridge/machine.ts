import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { LOCAL_MACHINE } from "./kinds.ts";
import { createNode, deleteNode, type NodeWish } from "./nodes.ts";
import {
  type BridgeObject,
  CLUSTERS_API,
  clusterOf,
  hold,
  isGoing,
  letGo,
  readIfThere,
  ready,
  setSpec,
  setStatus,
} from "./objects.ts";
import { isWhole, serves } from "./planes.ts";
import type { World } from "./reconcile.ts";

/** A node of kwok, which Cluster API knows as the Machine's by its providerID. */
export async function reconcileMachine({ kube, planes }: World, object: BridgeObject): Promise<void> {
  const { name } = object.metadata;
  const plane = planes.find(clusterOf(object));
  if (isGoing(object)) {
    if (plane?.opened && serves(plane)) await deleteNode(plane.opened.kube, name);
    return letGo(kube, LOCAL_MACHINE, object);
  }
  const isHeld = await hold(kube, LOCAL_MACHINE, object);
  const mayBoot =
    isHeld && !isProvisioned(object) && plane && isWhole(plane) && (await isBootstrapped(kube, object));
  if (!mayBoot || !plane.opened) return describe(kube, object);
  const providerID = `karbon-local://${clusterOf(object)}/${name}`;
  await createNode(plane.opened.kube, { name, providerID, ...sizeOf(object) });
  await setSpec(kube, LOCAL_MACHINE, object, { providerID });
}

const isProvisioned = ({ spec }: BridgeObject): boolean => spec?.["providerID"] !== undefined;

async function isBootstrapped(kube: KubeClient, { metadata }: BridgeObject): Promise<boolean> {
  const owner = metadata.ownerReferences?.find(({ kind }) => kind === "Machine");
  if (!owner) return false;
  type Machine = { spec: { bootstrap?: { dataSecretName?: string } } };
  const path = `${CLUSTERS_API}/${metadata.namespace}/machines/${owner.name}`;
  return (await readIfThere<Machine>(kube, path))?.spec.bootstrap?.dataSecretName !== undefined;
}

function sizeOf({ spec }: BridgeObject): Pick<NodeWish, "cpu" | "memoryGiB" | "labels"> {
  const { region, cpu = 8, memoryGiB = 32 } = spec ?? {};
  return {
    cpu: Number(cpu),
    memoryGiB: Number(memoryGiB),
    labels: typeof region === "string" ? { "topology.kubernetes.io/region": region } : {},
  };
}

function describe(kube: KubeClient, object: BridgeObject): Promise<void> {
  if (!isProvisioned(object)) {
    const message = "Waiting for the control plane and the bootstrap data";
    return setStatus(kube, LOCAL_MACHINE, object, {
      condition: ready(false, "WaitingForControlPlane", message),
    });
  }
  return setStatus(kube, LOCAL_MACHINE, object, {
    initialization: { provisioned: true },
    addresses: [{ type: "Hostname", address: object.metadata.name }],
    condition: ready(true, "Provisioned"),
  });
}

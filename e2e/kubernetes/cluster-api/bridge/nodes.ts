import { KUBERNETES_VERSION } from "#server/adapters/control-plane/engines.ts";
import { isConflict, isNotFound, type KubeClient } from "#server/adapters/kubernetes/client.ts";

export interface NodeWish {
  name: string;
  labels?: Record<string, string>;
  taints?: object[];
  providerID?: string;
  cpu: number;
  memoryGiB: number;
}

/** One that kwok brings up: it says of itself that it is Ready, and of its Pods that they ran. Idempotent. */
export async function createNode(kube: KubeClient, node: NodeWish): Promise<void> {
  const capacity = { cpu: String(node.cpu), memory: `${node.memoryGiB}Gi`, pods: "110" };
  const body = {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: node.name,
      labels: {
        "kubernetes.io/hostname": node.name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        ...node.labels,
      },
      annotations: { "kwok.x-k8s.io/node": "fake" },
    },
    spec: { taints: node.taints, providerID: node.providerID },
    // of the Machine's version, or Cluster API has it as outdated
    status: { capacity, allocatable: capacity, nodeInfo: { kubeletVersion: KUBERNETES_VERSION } },
  };
  await kube.json("/api/v1/nodes", { method: "POST", body }).catch((error: unknown) => {
    if (!isConflict(error)) throw error;
  });
}

export async function deleteNode(kube: KubeClient, name: string): Promise<void> {
  await kube.json(`/api/v1/nodes/${name}`, { method: "DELETE" }).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
}

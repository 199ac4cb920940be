import { createHash } from "node:crypto";
import type { KubeCondition, Node } from "#server/domain/kubernetes.ts";
import { POOL_LABEL } from "#server/domain/job/annotations.ts";
import { timestamp } from "../runtime/timestamp.ts";
import { nodeTemplateOf, type NodePool } from "./node-pool.ts";

export const NOT_READY_TAINT = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" };
const VERSION = "v1.36.4";
const PROVIDER = "kwok://";

const PRESSURES = [
  ["MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"],
  ["DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"],
  ["PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"],
] as const;

/** A node as it registers: known, not ready yet. */
export function bootingNode(pool: NodePool, name: string, now: Date): Node {
  const { labels, annotations, taints, capacity } = nodeTemplateOf(pool);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/os": "linux",
        "kubernetes.io/hostname": name,
        "karpenter.sh/registered": "true",
        "karpenter.sh/capacity-type": "on-demand",
        ...labels,
      },
      annotations: { ...annotations, "kwok.x-k8s.io/node": "fake" },
    },
    spec: { providerID: `${PROVIDER}${name}`, taints: [...taints, NOT_READY_TAINT] },
    status: { ...describe(name), capacity, allocatable: capacity, conditions: conditions(false, now) },
  };
}

/** Address, versions and ids that look like a node's, the same at each look. */
export function describe(name: string) {
  const hash = createHash("sha256").update(name).digest();
  const id = hash.toString("hex");
  return {
    addresses: [
      { type: "InternalIP", address: `10.${hash[0] ?? 0}.${hash[1] ?? 0}.${(hash[2] ?? 0) || 1}` },
      { type: "Hostname", address: name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: "amd64",
      operatingSystem: "linux",
      osImage: "Karbonetes Sandbox (simulated)",
      kernelVersion: "simulated",
      containerRuntimeVersion: "simulated://1.0",
      kubeletVersion: VERSION,
      kubeProxyVersion: VERSION,
      machineID: id.slice(0, 32),
      systemUUID: id.slice(0, 32),
      bootID: id.slice(32),
    },
  };
}

export function conditions(ready: boolean, now: Date): KubeCondition[] {
  const at = { lastHeartbeatTime: timestamp(now), lastTransitionTime: timestamp(now) };
  return [
    ...PRESSURES.map(([type, reason, message]) => ({ type, status: "False", reason, message, ...at })),
    ready
      ? {
          type: "Ready",
          status: "True",
          reason: "KubeletReady",
          message: "kubelet is posting ready status",
          ...at,
        }
      : { type: "Ready", status: "False", reason: "KubeletNotReady", message: "node is starting", ...at },
  ];
}

/** The pool that made the node; a node made by hand belongs to none, whatever its labels say. */
export const poolOf = ({ metadata, spec }: Node): string | undefined =>
  spec?.providerID?.startsWith(PROVIDER) ? metadata.labels?.[POOL_LABEL] : undefined;

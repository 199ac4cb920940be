import type { Slot } from "./slots.ts";

/** What the Pod Security Standard "restricted" asks of a pod, and nothing that can be written but /tmp. */
export const POD_SECURITY = {
  runAsNonRoot: true,
  runAsUser: 65_532,
  runAsGroup: 65_532,
  fsGroup: 65_532,
  seccompProfile: { type: "RuntimeDefault" },
} as const;

export const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
} as const;

export const TMP_MOUNT = { name: "tmp", mountPath: "/tmp" } as const;
export const TMP_VOLUME = { name: "tmp", emptyDir: {} } as const;

/** Replicas on different nodes and zones where there are such; a small cluster still runs them. */
export const spreadOver = (matchLabels: Readonly<Record<string, Slot<string>>>) =>
  ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels },
  }));

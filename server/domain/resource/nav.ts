import type { ResourceKind } from "./kind.ts";

export const SECTIONS = [
  "Workloads",
  "Nodes",
  "Network",
  "Config",
  "Storage",
  "Access",
  "Cluster",
  "Custom",
] as const;
export type Section = (typeof SECTIONS)[number];

/** In the order in which they are looked for. */
const KNOWN: Record<Exclude<Section, "Custom" | "Cluster">, readonly string[]> = {
  Workloads: [
    "pods",
    "deployments.apps",
    "statefulsets.apps",
    "daemonsets.apps",
    "jobs.batch",
    "cronjobs.batch",
    "replicasets.apps",
    "replicationcontrollers",
    "horizontalpodautoscalers.autoscaling",
    "poddisruptionbudgets.policy",
    "events",
  ],
  Nodes: ["nodes", "nodepools.karpenter.sh", "nodeclaims.karpenter.sh", "leases.coordination.k8s.io"],
  Network: [
    "services",
    "ingresses.networking.k8s.io",
    "networkpolicies.networking.k8s.io",
    "endpointslices.discovery.k8s.io",
    "endpoints",
    "ingressclasses.networking.k8s.io",
  ],
  Config: [
    "configmaps",
    "secrets",
    "resourcequotas",
    "limitranges",
    "priorityclasses.scheduling.k8s.io",
    "namespaces",
  ],
  Storage: [
    "persistentvolumeclaims",
    "persistentvolumes",
    "storageclasses.storage.k8s.io",
    "volumeattachments.storage.k8s.io",
    "csidrivers.storage.k8s.io",
    "csinodes.storage.k8s.io",
  ],
  Access: [
    "serviceaccounts",
    "roles.rbac.authorization.k8s.io",
    "rolebindings.rbac.authorization.k8s.io",
    "clusterroles.rbac.authorization.k8s.io",
    "clusterrolebindings.rbac.authorization.k8s.io",
  ],
};
const SECTION_OF = new Map(
  Object.entries(KNOWN).flatMap(([section, ids]) =>
    ids.map((id, order) => [id, { section: section as Section, order }] as const),
  ),
);
const BUILT_IN =
  /^$|^[a-z]+$|^(admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|internal\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage|storagemigration)\.k8s\.io$/;

/** Where a kind stands. What the API server has by itself but few look for is "Cluster"; all else was added to it. */
export const sectionOf = ({ id, group }: Pick<ResourceKind, "id" | "group">): Section =>
  SECTION_OF.get(id)?.section ?? (BUILT_IN.test(group) ? "Cluster" : "Custom");

/** Every section that has a kind, in their order. */
export function sectionsOf<T extends Pick<ResourceKind, "id" | "group" | "kind">>(
  kinds: readonly T[],
): { section: Section; kinds: T[] }[] {
  const order = (kind: T) => SECTION_OF.get(kind.id)?.order ?? KNOWN.Workloads.length;
  return SECTIONS.flatMap((section) => {
    const own = kinds
      .filter((kind) => sectionOf(kind) === section)
      .toSorted((a, b) => order(a) - order(b) || a.kind.localeCompare(b.kind) || a.id.localeCompare(b.id));
    return own.length > 0 ? [{ section, kinds: own }] : [];
  });
}

/** Whether a person who types `text` may mean this kind. */
export function matchesKind(kind: Pick<ResourceKind, "id" | "kind" | "shortNames">, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return (
    wanted === "" ||
    kind.id.includes(wanted) ||
    kind.kind.toLowerCase().includes(wanted) ||
    kind.shortNames.includes(wanted)
  );
}

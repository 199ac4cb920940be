import type { PoolSpec } from "#server/domain/cluster/spec.ts";
import { POOL_LABEL } from "#server/domain/job/annotations.ts";
import type { KubeCondition, KubeObject, Node } from "#server/domain/kubernetes.ts";
import { goDuration } from "../runtime/timestamp.ts";
import { parseQuantity } from "./quantity.ts";

interface Requirement {
  key: string;
  operator: string;
  values?: string[];
}

/**
 * Pools are Karpenter's own objects, so that the same ones can be applied to a real cluster with Karpenter and kwok:
 *
 * - `spec.limits.nodes` is how many nodes it may have; without it 1000.
 * - `metadata.annotations["carbon-aware.io/min-nodes"]` is how many it keeps without any demand; Karpenter has no such thing.
 * - `spec.template.spec.requirements` on `karpenter.kwok.sh/instance-cpu` (cores) and `karpenter.kwok.sh/instance-memory` (MiB)
 *   give the size of a node: the first value of each; without them 16 cores and 64 GiB.
 * - `spec.template.spec.taints`: a green pool has `carbon-aware.io/pool=green:NoSchedule`, so that only Jobs released into a window
 *   (or whoever tolerates it) run there. The fallback pool has no taint: everything else runs there.
 * - `spec.disruption.consolidateAfter`: an empty node goes after it; `Never` keeps it.
 *
 * Nodes carry `karpenter.sh/nodepool=NAME` and the template's labels.
 */
export interface NodePool extends KubeObject {
  spec: {
    weight?: number;
    limits?: Record<string, string | number>;
    template?: {
      metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
      spec?: {
        taints?: NonNullable<NonNullable<Node["spec"]>["taints"]>;
        requirements?: Requirement[];
        [field: string]: unknown;
      };
    };
    disruption?: { consolidationPolicy?: string; consolidateAfter?: string };
  };
  status?: { resources?: Record<string, string>; conditions?: KubeCondition[] };
}

export const POOL_TAINT = "carbon-aware.io/pool";
export const MIN_NODES = "carbon-aware.io/min-nodes";
const CPU = "karpenter.kwok.sh/instance-cpu";
const MEMORY = "karpenter.kwok.sh/instance-memory";
const UNLIMITED = 1_000;
const DEFAULT_CONSOLIDATE_MS = 30_000;
const GREEN_WEIGHT = 50;

/** What the cluster provider applies for one pool of a cluster's spec. */
export function nodePoolOf({ name, role, maxNodes, minNodes, cpu, memoryGiB }: PoolSpec): NodePool {
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name, annotations: { [MIN_NODES]: String(minNodes) } },
    spec: {
      weight: role === "green" ? GREEN_WEIGHT : 1,
      limits: { nodes: String(maxNodes) },
      template: {
        metadata: { labels: { [POOL_TAINT]: role } },
        spec: {
          nodeClassRef: { group: "karpenter.kwok.sh", kind: "KWOKNodeClass", name: "default" },
          ...(role === "green" && { taints: [{ key: POOL_TAINT, value: "green", effect: "NoSchedule" }] }),
          requirements: [
            { key: CPU, operator: "In", values: [String(cpu)] },
            { key: MEMORY, operator: "In", values: [String(memoryGiB * 1024)] },
          ],
        },
      },
      disruption: { consolidationPolicy: "WhenEmpty", consolidateAfter: "30s" },
    },
  };
}

export const maxNodesOf = ({ spec }: NodePool): number => {
  const nodes = parseQuantity(spec.limits?.["nodes"]);
  return nodes === undefined ? UNLIMITED : Math.floor(nodes / 1_000);
};

export const minNodesOf = (pool: NodePool): number =>
  Math.min(Number(pool.metadata.annotations?.[MIN_NODES] ?? 0) || 0, maxNodesOf(pool));

/** Milliseconds that a node may stand empty; undefined for ever. */
export function consolidateAfterMs({ spec }: NodePool): number | undefined {
  const after = spec.disruption?.consolidateAfter;
  return after === "Never" ? undefined : (goDuration(after) ?? DEFAULT_CONSOLIDATE_MS);
}

/** Labels, taints and size of the nodes that the pool makes. */
export function nodeTemplateOf({ metadata, spec }: NodePool) {
  const { metadata: own = {}, spec: wish = {} } = spec.template ?? {};
  const fixed = fixedLabels(wish.requirements ?? []);
  const labels: Record<string, string> = { ...fixed, ...own.labels, [POOL_LABEL]: metadata.name };
  return {
    labels,
    annotations: own.annotations ?? {},
    taints: wish.taints ?? [],
    capacity: capacityOf(fixed),
  };
}

const capacityOf = ({ [CPU]: cpu = "16", [MEMORY]: memoryMi = "65536" }: Record<string, string>) => ({
  cpu,
  memory: `${memoryMi}Mi`,
  pods: "110",
  "ephemeral-storage": "100Gi",
});

/** What every node of the pool has, since the requirement leaves no choice or we take the first. */
const fixedLabels = (requirements: readonly Requirement[]): Record<string, string> =>
  Object.fromEntries(
    requirements
      .filter(({ operator }) => operator === "In")
      .map(({ key, values = [] }) => [key, values[0] ?? ""]),
  );

/** Karpenter's kind, as much of it as the sandbox acts on. */
export const NODE_POOL_CRD = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "nodepools.karpenter.sh" },
  spec: {
    group: "karpenter.sh",
    scope: "Cluster",
    names: {
      plural: "nodepools",
      singular: "nodepool",
      kind: "NodePool",
      listKind: "NodePoolList",
      categories: ["karpenter"],
    },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {} },
        additionalPrinterColumns: [
          { name: "NodeClass", type: "string", jsonPath: ".spec.template.spec.nodeClassRef.name" },
          { name: "Nodes", type: "string", jsonPath: ".status.resources.nodes" },
          { name: "Ready", type: "string", jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
          { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
          { name: "Weight", type: "integer", jsonPath: ".spec.weight", priority: 1 },
        ],
        schema: {
          openAPIV3Schema: {
            type: "object",
            required: ["spec"],
            properties: {
              spec: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
              status: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            },
          },
        },
      },
    ],
  },
} satisfies KubeObject;

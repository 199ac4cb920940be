import type { PoolSpec } from "#server/domain/cluster/spec.ts";

type Size = Pick<PoolSpec, "cpu" | "memoryGiB">;

/** The name under which Karpenter knows a node of this size. */
export const instanceTypeOf = ({ cpu, memoryGiB }: Size): string => `simulated-${cpu}cpu-${memoryGiB}gib`;

/** Karpenter's list of what can be had: one type for each size among the pools, in the shape of its kwok provider. */
export function instanceTypesOf(pools: readonly Size[]): object[] {
  const sizes = new Map(pools.map((pool) => [instanceTypeOf(pool), pool]));
  return [...sizes].map(([name, { cpu, memoryGiB }]) => ({
    name,
    architecture: "amd64",
    operatingSystems: ["linux"],
    resources: {
      cpu: String(cpu),
      memory: `${memoryGiB}Gi`,
      "ephemeral-storage": "100Gi",
      pods: "110",
      nodes: "1", // or Karpenter 1.14 forgets, within one batch of Pods, the nodes it is about to make
    },
    offerings: [
      {
        Price: cpu / 100, // nobody pays it; Karpenter prefers the smaller of two that fit
        Available: true,
        Requirements: [
          { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
          { key: "topology.kubernetes.io/zone", operator: "In", values: ["simulated"] },
        ],
      },
    ],
  }));
}

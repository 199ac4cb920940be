import { z } from "zod";
import { PoolSpec, type ClusterSpec } from "../spec.ts";
import { ClassPool } from "./class-wish.ts";
import { readVersion } from "./version.ts";

/** What a person may ask of a cluster that Cluster API made; each is one other spec of it. */
export const ClusterChange = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("pools"),
    pools: z
      .array(ClassPool)
      .min(1, { error: "A cluster keeps at least one pool." })
      .max(10, { error: "A cluster has at most 10 pools." }),
  }),
  z.object({
    kind: z.literal("upgrade"),
    version: z
      .string()
      .max(40)
      .refine((version) => readVersion(version) !== undefined, {
        error: "Give a version such as v1.36.4.",
      }),
  }),
  /** Every machine of one pool is replaced; null: of the control plane. */
  z.object({ kind: z.literal("roll"), pool: PoolSpec.shape.name.nullable() }),
  z.object({ kind: z.literal("pause"), paused: z.boolean() }),
]);
export type ClusterChange = z.infer<typeof ClusterChange>;

export type Changed = { spec: ClusterSpec; problem?: undefined } | { problem: string };

/** The spec that a change comes to, or why there is none, as a sentence. The class and the versions are not asked here. */
export function changedSpec(spec: ClusterSpec, change: ClusterChange, now: Date): Changed {
  switch (change.kind) {
    case "pools":
      return withPools(spec, change.pools);
    case "upgrade":
      return { spec: { ...spec, kubernetesVersion: change.version } };
    case "roll":
      return rolled(spec, change.pool, wholeSeconds(now));
    case "pause":
      return withClusterApi(spec, { paused: change.paused });
  }
}

function withPools(spec: ClusterSpec, pools: readonly ClassPool[]): Changed {
  const problem = poolsProblem(pools);
  if (problem) return { problem };
  const moved = pools.find(({ name, machineClass }) => {
    const before = spec.pools.find((pool) => pool.name === name);
    return before !== undefined && before.machineClass !== machineClass;
  });
  if (moved) {
    const sentence = `The machines of ${moved.name} stay of their class. Add a pool of the other class, then remove this one.`;
    return { problem: sentence };
  }
  return {
    spec: {
      ...spec,
      pools: pools.map((pool) => PoolSpec.parse({ ...spec.pools.find(named(pool.name)), ...pool })),
    },
  };
}

function poolsProblem(pools: readonly ClassPool[]): string | undefined {
  const twice = pools.find(({ name }, at) => pools.findIndex(named(name)) < at);
  if (twice) return `Two pools have the name ${twice.name}; give each its own.`;
  const inverted = pools.find(({ minNodes, maxNodes }) => minNodes > maxNodes);
  return inverted && `The pool ${inverted.name} cannot keep more machines than it may grow to.`;
}

function rolled(spec: ClusterSpec, pool: string | null, after: string): Changed {
  if (pool === null) return withClusterApi(spec, { controlPlaneRolloutAfter: after });
  if (!spec.pools.some(named(pool))) {
    const names = spec.pools.map(({ name }) => name).join(", ");
    return { problem: `There is no pool named ${pool}. Its pools are ${names}.` };
  }
  const pools = spec.pools.map((each) => (each.name === pool ? { ...each, rolloutAfter: after } : each));
  return { spec: { ...spec, pools } };
}

function withClusterApi(spec: ClusterSpec, part: Partial<ClusterSpec["clusterApi"]>): Changed {
  if (!spec.clusterApi) return { problem: "It was not made by Cluster API." };
  return { spec: { ...spec, clusterApi: { ...spec.clusterApi, ...part } } };
}

const named =
  (name: string) =>
  (pool: { name: string }): boolean =>
    pool.name === name;

/** Kubernetes keeps times without fractions. */
const wholeSeconds = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, "Z");

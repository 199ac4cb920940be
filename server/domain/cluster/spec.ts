import { z } from "zod";
import { KubernetesName } from "../policy/spec.ts";
import { ClusterApiSpec } from "./cluster-api/spec.ts";

export const ProviderName = z.enum(["sandbox", "local", "cluster-api", "imported"]);
export type ProviderName = z.infer<typeof ProviderName>;

/** Those that a click makes on this machine, of nothing but a size. */
export const MakingProvider = ProviderName.exclude(["cluster-api", "imported"]);
export type MakingProvider = z.infer<typeof MakingProvider>;

/** Names of things in a cluster leave room for suffixes; 40 characters are plenty for people too. */
export const ClusterName = KubernetesName.max(40, {
  error: "A cluster's name has at most 40 characters.",
}).refine((name) => name !== "new", { error: "The page of new clusters has that name; choose another." });

export const PoolSpec = z.object({
  name: KubernetesName,
  /** green: for Jobs released into a window; fallback: for Jobs whose latest start came. */
  role: z.enum(["green", "fallback"]),
  /** How many nodes it may grow to on demand. */
  maxNodes: z
    .int({ error: "Give a whole number of nodes." })
    .min(0, { error: "A pool has 0 to 200 nodes." })
    .max(200, { error: "A pool has 0 to 200 nodes." }),
  /** How many it keeps without any demand. */
  minNodes: z.int().min(0).max(200).default(0),
  cpu: z.int().min(1).max(192).default(16),
  memoryGiB: z.int().min(1).max(1_536).default(64),
  /** Cluster API only: the worker class that its machines are of; what they have is said there. */
  machineClass: KubernetesName.optional(),
  /** Cluster API only: machines made before it are replaced. */
  rolloutAfter: z.iso.datetime().optional(),
});
export type PoolSpec = z.infer<typeof PoolSpec>;

export const ClusterSpec = z.object({
  kubernetesVersion: z.string().default("v1.36.4"),
  pools: z.array(PoolSpec).min(1).max(10),
  /** Of the provider `cluster-api` alone. */
  clusterApi: ClusterApiSpec.optional(),
});
export type ClusterSpec = z.infer<typeof ClusterSpec>;

export const SIZES = {
  small: { label: "Small: up to 2 + 1 nodes", green: 2, fallback: 1 },
  medium: { label: "Medium: up to 8 + 2 nodes", green: 8, fallback: 2 },
  large: { label: "Large: up to 40 + 8 nodes", green: 40, fallback: 8 },
} as const;
export const ClusterSize = z.enum(["small", "medium", "large"]);
export type ClusterSize = z.infer<typeof ClusterSize>;

/** Karpenter knows no nodes without demand, so a local cluster begins with none. */
export const specOfSize = (size: ClusterSize, provider: ProviderName = "sandbox"): ClusterSpec =>
  ClusterSpec.parse({
    pools: [
      { name: "green", role: "green", maxNodes: SIZES[size].green },
      {
        name: "fallback",
        role: "fallback",
        maxNodes: SIZES[size].fallback,
        minNodes: provider === "local" ? 0 : 1,
      },
    ],
  });

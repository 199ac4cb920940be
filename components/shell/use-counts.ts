"use client";
import { useQuery } from "@tanstack/react-query";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import type { PlaceName } from "./places.ts";
import { useTRPC } from "./trpc.ts";

/** The numbers beside the rail's words. What is not known has none. */
export function useCounts(): Partial<Record<PlaceName, number>> {
  const trpc = useTRPC();
  const { data: clusters } = useQuery(trpc.cluster.list.queryOptions());
  const { data: policies } = useQuery(trpc.policy.list.queryOptions());
  return {
    ...(clusters ? { Clusters: clusters.length, ...waitingOf(clusters) } : {}),
    ...(policies ? { Policies: policies.length } : {}),
  };
}

/** Clusters that cannot be read are left out; where none can, nothing is said. */
function waitingOf(clusters: readonly ClusterSummary[]): { Workloads?: number } {
  const known = clusters.flatMap(({ waitingJobs }) => (waitingJobs === null ? [] : [waitingJobs]));
  return known.length === 0 ? {} : { Workloads: known.reduce((sum, count) => sum + count, 0) };
}

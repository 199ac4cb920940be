"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import type { ClusterSavings } from "#server/domain/cluster/savings.ts";

/** Beside the list, so that the list waits for no month of decisions; undefined until it is read. */
export function useSavings(): ReadonlyMap<string, ClusterSavings> | undefined {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.cluster.savings.queryOptions());
  return useMemo(() => data && new Map(data.map((each) => [each.clusterId, each])), [data]);
}

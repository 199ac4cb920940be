import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ClustersPanel } from "#components/cluster/clusters-panel.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "Clusters" };

export default function ClustersPage() {
  const queryClient = getQueryClient();
  void queryClient.prefetchQuery(trpc.cluster.list.queryOptions());
  void queryClient.prefetchQuery(trpc.carbon.zones.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ClustersPanel />
    </HydrationBoundary>
  );
}

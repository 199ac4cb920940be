import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { WorkloadsPanel } from "#components/workload/workloads-panel.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "Workloads" };

export default function WorkloadsPage() {
  const queryClient = getQueryClient();
  void queryClient.prefetchQuery(trpc.workload.list.queryOptions({}));
  void queryClient.prefetchQuery(trpc.carbon.zones.queryOptions());
  void queryClient.prefetchQuery(trpc.cluster.list.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <WorkloadsPanel />
    </HydrationBoundary>
  );
}

import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { OverviewPanel } from "#components/overview/overview-panel.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "Overview" };

export default function OverviewPage() {
  const queryClient = getQueryClient();
  void queryClient.prefetchQuery(trpc.carbon.zones.queryOptions());
  void queryClient.prefetchQuery(trpc.cluster.list.queryOptions());
  void queryClient.prefetchQuery(trpc.workload.list.queryOptions({ group: "waiting" }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <OverviewPanel />
    </HydrationBoundary>
  );
}

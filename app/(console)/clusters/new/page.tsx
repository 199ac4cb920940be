import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { NewClusterPanel } from "#components/cluster/new-cluster-panel.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "A new cluster" };

export default function NewClusterPage() {
  const queryClient = getQueryClient();
  void queryClient.prefetchQuery(trpc.management.list.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <NewClusterPanel />
    </HydrationBoundary>
  );
}

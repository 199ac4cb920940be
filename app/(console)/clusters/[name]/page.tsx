import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ClusterPanel } from "#components/cluster/cluster-panel.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

interface ClusterPageProps {
  params: Promise<{ name: string }>;
}

export async function generateMetadata({ params }: ClusterPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function ClusterPage({ params }: ClusterPageProps) {
  const name = decodeURIComponent((await params).name);
  const queryClient = getQueryClient();
  void queryClient.prefetchQuery(trpc.cluster.get.queryOptions({ name }));
  void queryClient.prefetchQuery(trpc.carbon.zones.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ClusterPanel name={name} />
    </HydrationBoundary>
  );
}

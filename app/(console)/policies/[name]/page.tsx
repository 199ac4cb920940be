import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PolicyPanel } from "#components/policy/policy-panel.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

interface PolicyPageProps {
  params: Promise<{ name: string }>;
}

export async function generateMetadata({ params }: PolicyPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function PolicyPage({ params }: PolicyPageProps) {
  const name = decodeURIComponent((await params).name);
  const queryClient = getQueryClient();
  void queryClient.prefetchQuery(trpc.policy.get.queryOptions({ name }));
  void queryClient.prefetchQuery(trpc.cluster.list.queryOptions());
  void queryClient.prefetchQuery(trpc.carbon.zones.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PolicyPanel name={name} />
    </HydrationBoundary>
  );
}

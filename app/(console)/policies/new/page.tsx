import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { NewPolicyPanel } from "#components/policy/policy-panel.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "A new policy" };

export default function NewPolicyPage() {
  const queryClient = getQueryClient();
  void queryClient.prefetchQuery(trpc.cluster.list.queryOptions());
  void queryClient.prefetchQuery(trpc.carbon.zones.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <NewPolicyPanel />
    </HydrationBoundary>
  );
}

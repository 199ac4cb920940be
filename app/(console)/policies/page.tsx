import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PoliciesPanel } from "#components/policy/policies-panel.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "Policies" };

export default function PoliciesPage() {
  const queryClient = getQueryClient();
  void queryClient.prefetchQuery(trpc.policy.list.queryOptions());
  void queryClient.prefetchQuery(trpc.cluster.list.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PoliciesPanel />
    </HydrationBoundary>
  );
}

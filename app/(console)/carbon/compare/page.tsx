import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ComparePanel } from "#components/carbon/compare-panel.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "Compare · Carbon" };

export default function ComparePage() {
  void getQueryClient().prefetchQuery(trpc.carbon.zones.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(getQueryClient())}>
      <ComparePanel />
    </HydrationBoundary>
  );
}

import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ZonesPanel } from "#components/carbon/zones-panel.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "Carbon" };

export default async function CarbonPage({ searchParams }: PageProps<"/carbon">) {
  const { zone } = await searchParams;
  if (typeof zone === "string") redirect(`/carbon/${encodeURIComponent(zone)}`); // as links were once written
  void getQueryClient().prefetchQuery(trpc.carbon.zones.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(getQueryClient())}>
      <ZonesPanel />
    </HydrationBoundary>
  );
}

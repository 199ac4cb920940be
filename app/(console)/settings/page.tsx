import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { AUDIT_LINES } from "#components/settings/audit-words.ts";
import { SettingsColumns } from "#components/settings/settings-columns.tsx";
import { SettingsHead } from "#components/settings/settings-head.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(trpc.people.list.queryOptions()),
    queryClient.prefetchQuery(trpc.carbon.grids.queryOptions()),
    queryClient.prefetchQuery(trpc.carbon.zones.queryOptions()),
    queryClient.prefetchQuery(trpc.carbon.accounts.queryOptions()),
    queryClient.prefetchQuery(trpc.management.list.queryOptions()),
    queryClient.prefetchQuery(trpc.setting.power.queryOptions()),
    queryClient.prefetchQuery(trpc.setting.places.queryOptions()),
    queryClient.prefetchQuery(trpc.setting.emissionFactors.queryOptions()),
    queryClient.prefetchQuery(trpc.setting.audit.queryOptions({ limit: AUDIT_LINES })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SettingsHead />
      <SettingsColumns />
    </HydrationBoundary>
  );
}

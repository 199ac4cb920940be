import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { AccountSection } from "#components/settings/account-section.tsx";
import { AppearanceSection } from "#components/settings/appearance-section.tsx";
import { AuditSection } from "#components/settings/audit-section.tsx";
import { AUDIT_LINES } from "#components/settings/audit-words.ts";
import { PeopleSection } from "#components/settings/people-section.tsx";
import { PowerSection } from "#components/settings/power-section.tsx";
import { SettingsHead } from "#components/settings/settings-head.tsx";
import { ZonesSection } from "#components/settings/zones-section.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const queryClient = getQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(trpc.people.list.queryOptions()),
    queryClient.prefetchQuery(trpc.carbon.zones.queryOptions()),
    queryClient.prefetchQuery(trpc.carbon.sources.queryOptions()),
    queryClient.prefetchQuery(trpc.setting.power.queryOptions()),
    queryClient.prefetchQuery(trpc.setting.audit.queryOptions({ limit: AUDIT_LINES })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SettingsHead />
      <div className="grid gap-x-10 gap-y-12 desk:grid-cols-[minmax(0,7fr)_minmax(0,4fr)]">
        <div className="grid content-start gap-y-12">
          <PeopleSection />
          <ZonesSection />
          <AuditSection />
        </div>
        <div className="grid content-start gap-y-12">
          <PowerSection />
          <AccountSection />
          <AppearanceSection />
        </div>
      </div>
    </HydrationBoundary>
  );
}

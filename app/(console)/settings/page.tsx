import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { AccountSection } from "#components/settings/account-section.tsx";
import { AppearanceSection } from "#components/settings/appearance-section.tsx";
import { PeopleSection } from "#components/settings/people-section.tsx";
import { SettingsHead } from "#components/settings/settings-head.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const queryClient = getQueryClient();
  await queryClient.prefetchQuery(trpc.people.list.queryOptions());
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SettingsHead />
      <div className="grid gap-x-10 gap-y-12 desk:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <PeopleSection />
        <AccountSection />
        <div />
        <AppearanceSection />
      </div>
    </HydrationBoundary>
  );
}

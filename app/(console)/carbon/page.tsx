import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { FirstZone } from "#components/carbon/first-zone.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

export const metadata: Metadata = { title: "Carbon" };

export default async function CarbonPage({ searchParams }: PageProps<"/carbon">) {
  const { zone } = await searchParams;
  const asked = typeof zone === "string" ? zone : await firstZone();
  if (asked !== undefined) redirect(`/carbon/${encodeURIComponent(asked)}`);
  return (
    <HydrationBoundary state={dehydrate(getQueryClient())}>
      <FirstZone />
    </HydrationBoundary>
  );
}

/** None too where the zones cannot be read: the panel says so. */
async function firstZone(): Promise<string | undefined> {
  try {
    const [first] = await getQueryClient().fetchQuery(trpc.carbon.zones.queryOptions());
    return first?.zone;
  } catch {
    return undefined;
  }
}

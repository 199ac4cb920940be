import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ZonePanel } from "#components/carbon/zone-panel.tsx";
import { getQueryClient, trpc } from "#server/api/rsc.ts";

type Props = PageProps<"/carbon/[zone]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${decodeURIComponent((await params).zone)} · Carbon` };
}

export default async function ZonePage({ params }: Props) {
  const zone = decodeURIComponent((await params).zone);
  void getQueryClient().prefetchQuery(trpc.carbon.zones.queryOptions());
  void getQueryClient().prefetchQuery(trpc.carbon.zone.queryOptions({ zone }));
  return (
    <HydrationBoundary state={dehydrate(getQueryClient())}>
      <ZonePanel zone={zone} />
    </HydrationBoundary>
  );
}

"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { QueryPart } from "#components/ui/query-part.tsx";
import { NoZone } from "./no-zone.tsx";
import { ZoneSkeleton } from "./zone-skeleton.tsx";
import { zonePath } from "./zone-tabs.tsx";

/** The page /carbon: on to the first zone, or a sentence where there is none. */
export function FirstZone() {
  const trpc = useTRPC();
  const router = useRouter();
  const zones = useQuery(trpc.carbon.zones.queryOptions());
  const first = zones.data?.[0]?.zone;
  useEffect(() => {
    if (first !== undefined) router.replace(zonePath(first));
  }, [first, router]);
  return (
    <QueryPart
      query={zones}
      failure="The zones could not be read."
      loading={<ZoneSkeleton label="Loading the zones" />}
    >
      {(list) => (list.length === 0 ? <NoZone /> : <ZoneSkeleton label="Loading the zones" />)}
    </QueryPart>
  );
}

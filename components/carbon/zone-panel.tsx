"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ClosedEye } from "#components/eye/closed-eye.tsx";
import { useMinute } from "#components/eye/use-minute.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { Empty } from "#components/ui/empty.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { ZonePage } from "./zone-page.tsx";
import { ZoneSkeleton } from "./zone-skeleton.tsx";
import { ZoneTabs, zonePath } from "./zone-tabs.tsx";

/** The page /carbon/ZONE. */
export function ZonePanel({ zone }: { zone: string }) {
  const trpc = useTRPC();
  const zones = useQuery(trpc.carbon.zones.queryOptions());
  const detail = useQuery(trpc.carbon.zone.queryOptions({ zone }));
  const known = zones.data ?? [];
  const unknown = detail.error?.data?.code === "NOT_FOUND";
  return (
    <>
      {known.length > 0 && <ZoneTabs zones={known} current={zone} />}
      {unknown ? (
        <UnknownZone zone={zone} first={known[0]?.zone} />
      ) : (
        <QueryPart
          query={detail}
          failure={`The zone ${zone} could not be read.`}
          loading={<ZoneSkeleton label={`Loading ${zone}`} />}
        >
          {(view) => <ZonePage zone={view} />}
        </QueryPart>
      )}
    </>
  );
}

function UnknownZone({ zone, first }: { zone: string; first: string | undefined }) {
  const minute = useMinute();
  return (
    <>
      <h1 className="sr-only">No zone {zone}</h1>
      <Empty
        eye={<ClosedEye now={minute} />}
        title={`No zone is called ${zone}`}
        actions={
          <Link href={first ? zonePath(first) : "/settings#grids"} className="link">
            {first ? `Look at ${first}` : "Add a zone in the settings"}
          </Link>
        }
      >
        Nothing is read for it. A zone is known once a source is set for it in the settings.
      </Empty>
    </>
  );
}

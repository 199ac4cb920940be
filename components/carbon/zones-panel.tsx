"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMinute } from "#components/eye/use-minute.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { useTimeZone } from "#components/ui/clock.tsx";
import { Note } from "#components/ui/note.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { PageHead } from "#components/ui/section.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { PageSkeleton } from "#components/ui/skeleton.tsx";
import { MOST_ZONES } from "#server/domain/carbon/range.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { NoZone } from "./no-zone.tsx";
import { comparePath, parseListSearch, type ZoneSort } from "./search.prepare.ts";
import { useSearch } from "./use-search.ts";
import { ZonesTable } from "./zones-table.tsx";
import { signalNote, sortZones, zonesSentence } from "./zones.prepare.ts";

/** The page /carbon: every zone that is watched. */
export function ZonesPanel() {
  const trpc = useTRPC();
  const zones = useQuery(trpc.carbon.zones.queryOptions());
  return (
    <QueryPart
      query={zones}
      failure="The zones could not be read."
      loading={<PageSkeleton label="Loading the zones" />}
    >
      {(list) => (list.length === 0 ? <NoZone /> : <Zones zones={list} />)}
    </QueryPart>
  );
}

const SORTS: readonly { value: ZoneSort; label: string }[] = [
  { value: "now", label: "Cleanest now" },
  { value: "window", label: "Next window" },
];

function Zones({ zones }: { zones: readonly ZoneView[] }) {
  const minute = useMinute();
  const timeZone = useTimeZone();
  const { params, change, note: keep } = useSearch();
  const { sort, chosen: asked, note } = parseListSearch(params);
  const chosen = asked.filter((zone) => zones.some((known) => known.zone === zone));
  const signals = signalNote(zones);
  const choose = (zone: string, on: boolean) =>
    keep({ zones: (on ? [...chosen, zone] : chosen.filter((each) => each !== zone)).join(",") });
  return (
    <>
      <PageHead
        title={<span suppressHydrationWarning>{zonesSentence(zones, minute, timeZone)}</span>}
        lead={signals ?? undefined}
      />
      {note && <Note className="mb-4">{note}</Note>}
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segmented
          label="Sort zones by"
          choices={SORTS}
          value={sort}
          onChange={(next) => change({ sort: next === "now" ? null : next })}
          className="max-touch:w-full"
        />
        {zones.length > 1 && <Compare chosen={chosen} />}
      </div>
      <ZonesTable
        zones={sortZones(zones, sort, minute)}
        chosen={zones.length > 1 ? chosen : null}
        onChoose={choose}
      />
    </>
  );
}

function Compare({ chosen }: { chosen: readonly string[] }) {
  const enough = chosen.length >= 2;
  return (
    <div className="flex flex-wrap items-center gap-3 touch:ml-auto">
      <span className="text-small text-ink-3" id="compare-help">
        {enough
          ? `${chosen.length} of ${MOST_ZONES} chosen`
          : `Choose two to ${MOST_ZONES} zones to compare them.`}
      </span>
      {enough ? (
        <Button asChild>
          <Link href={comparePath(chosen)}>Compare {chosen.length} zones</Link>
        </Button>
      ) : (
        <Button disabled aria-describedby="compare-help">
          Compare zones
        </Button>
      )}
    </div>
  );
}

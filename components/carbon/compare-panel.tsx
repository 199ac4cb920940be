"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ClosedEye } from "#components/eye/closed-eye.tsx";
import { useMinute } from "#components/eye/use-minute.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Note } from "#components/ui/note.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { PageSkeleton } from "#components/ui/skeleton.tsx";
import { mixedSignals } from "#server/domain/carbon/mixed-signals.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { RANGE_CHOICES } from "./chart-section.tsx";
import { signalGroups } from "./compare.prepare.ts";
import { CompareGroup } from "./compare-group.tsx";
import { NoZone } from "./no-zone.tsx";
import { parseCompareSearch } from "./search.prepare.ts";
import { useSearch } from "./use-search.ts";
import { ZoneChoice } from "./zone-choice.tsx";

/** The page /carbon/compare: up to six zones side by side. */
export function ComparePanel() {
  const trpc = useTRPC();
  const zones = useQuery(trpc.carbon.zones.queryOptions());
  return (
    <QueryPart
      query={zones}
      failure="The zones could not be read."
      loading={<PageSkeleton label="Loading the zones" />}
    >
      {(list) => (list.length === 0 ? <NoZone /> : <Compared known={list} />)}
    </QueryPart>
  );
}

function Compared({ known }: { known: readonly ZoneView[] }) {
  const { params, change } = useSearch();
  const { zones, range, note } = parseCompareSearch(
    params,
    known.map(({ zone }) => zone),
  );
  const chosen = zones.flatMap((zone) => known.find((each) => each.zone === zone) ?? []);
  const mixed = mixedSignals(chosen);
  return (
    <>
      {note && <Note className="mb-4">{note}</Note>}
      {mixed && <Note className="mb-4">{mixed} Each signal has a chart of its own.</Note>}
      {chosen.length === 0 ? (
        <NoneChosen />
      ) : (
        signalGroups(chosen).map((group, index) => (
          <CompareGroup
            key={group.kind}
            zones={group.zones}
            range={range}
            first={index === 0}
            choice={
              <Segmented
                label={index === 0 ? "Range" : `Range of the ${group.kind} zones`}
                choices={RANGE_CHOICES}
                value={range}
                onChange={(next) => change({ range: next === "week" ? null : next })}
                className="max-touch:w-full"
              />
            }
          />
        ))
      )}
      <ZoneChoice
        known={known}
        chosen={zones}
        onChange={(next) => change({ zones: next.join(",") || null })}
      />
    </>
  );
}

function NoneChosen() {
  const minute = useMinute();
  return (
    <div className="mb-10">
      <Empty
        heading="h1"
        eye={<ClosedEye now={minute} />}
        title="No zone is chosen yet"
        actions={
          <Button asChild>
            <Link href="/carbon">Look at all zones</Link>
          </Button>
        }
      >
        Choose two to six zones below: their lines share one axis, so that the cleaner one shows at a glance.
      </Empty>
    </div>
  );
}

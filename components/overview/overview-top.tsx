"use client";
import { intensity } from "#charts/format.ts";
import { GridStrip } from "#charts/grid-strip.tsx";
import { NoZone } from "#components/carbon/no-zone.tsx";
import { readingAge } from "#components/carbon/zone.prepare.ts";
import { Eye } from "#components/eye/eye.tsx";
import { shortName } from "#components/eye/eye.sentence.ts";
import { useMinute } from "#components/eye/use-minute.ts";
import { shortCodes } from "#components/shell/grid-now.prepare.ts";
import { useTimeZone } from "#components/ui/clock.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import type { WorkloadRow } from "#server/domain/workload/view.ts";
import { headline, leadZone, lede, plannedStarts } from "./overview.prepare.ts";

interface OverviewTopProps {
  zones: readonly ZoneView[];
  clusters: readonly ClusterSummary[] | undefined;
  waiting: readonly WorkloadRow[] | undefined;
}

/** The Eye, the answer in a sentence, and every grid's next day. */
export function OverviewTop({ zones, clusters, waiting }: OverviewTopProps) {
  const now = useMinute();
  const timeZone = useTimeZone();
  const lead = leadZone(zones, clusters ?? [], waiting ?? []);
  const codes = shortCodes(zones.map(({ zone }) => zone));
  if (!lead) return <NoZone />;
  return (
    <div className="mb-7 grid gap-5 touch:mb-10 touch:gap-6 desk:grid-cols-[372px_minmax(0,1fr)] desk:items-start desk:gap-12 huge:grid-cols-[440px_minmax(0,1fr)] huge:gap-14">
      {/* the Eye leads on touch and at a desk; between them the sentence does */}
      <figure className="mx-auto -mt-1.5 grid w-full max-w-[336px] justify-items-center gap-0.5 touch:order-last touch:max-w-[372px] desk:order-none huge:max-w-[440px]">
        <Eye zone={lead} size={372} now={now} className="h-auto w-full" />
        <figcaption className="pt-1 text-center text-small leading-[17px] text-balance text-ink-3">
          <ReadingCaption zone={lead} now={now} timeZone={timeZone} />
          <br />
          Inner plates: measured. Outer fibres: forecast.
        </figcaption>
      </figure>
      <div className="min-w-0" suppressHydrationWarning>
        <h1 className="text-[22px] leading-[27px] font-[550] tracking-[-0.022em] text-balance touch:text-head">
          {headline(lead, now, timeZone)}
        </h1>
        <p className="mt-1.5 max-w-[72ch] text-lead text-balance text-ink-2">
          {clusters && waiting ? lede(clusters, waiting) : "\u00a0"}
        </p>
        <div className="mt-[18px] touch:mt-[22px]">
          <GridStrip
            zones={zones.map((zone) => ({
              zone,
              code: codes.get(zone.zone) ?? zone.zone,
              planned: plannedStarts(waiting ?? [], zone.zone),
            }))}
            now={now}
            timeZone={timeZone}
          />
        </div>
      </div>
    </div>
  );
}

function ReadingCaption({ zone, now, timeZone }: { zone: ZoneView; now: Date; timeZone: string }) {
  if (!zone.latest) return <>No reading from {shortName(zone)} yet</>;
  return (
    <>
      <b className="font-[550] text-ink">{intensity(zone.latest.gramsPerKwh)}</b> in {shortName(zone)},{" "}
      {readingAge(zone, now, timeZone)}, {zone.provenance}
    </>
  );
}

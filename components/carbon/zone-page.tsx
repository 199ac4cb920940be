"use client";
import { shortName } from "#components/eye/eye.sentence.ts";
import { useTimeZone } from "#components/ui/clock.tsx";
import { PartError } from "#components/ui/note.tsx";
import type { ZoneDetail } from "#server/domain/carbon/view.ts";
import { ChartSection } from "./chart-section.tsx";
import { DurationSection, HeatSection, profileDays } from "./profile-sections.tsx";
import { parseZoneSearch } from "./search.prepare.ts";
import { SkillSection } from "./skill-section.tsx";
import { useSearch } from "./use-search.ts";
import { WindowList } from "./window-list.tsx";
import { failureTime } from "./zone.prepare.ts";
import { ZoneHead } from "./zone-head.tsx";

/** One zone: now, how it went, when it is clean, and what its forecast is worth. */
export function ZonePage({ zone }: { zone: ZoneDetail }) {
  const timeZone = useTimeZone();
  const { params } = useSearch();
  const days = profileDays(parseZoneSearch(params).range);
  return (
    <>
      <ZoneHead zone={zone} />
      {zone.failure && (
        <PartError
          className="mb-8"
          title={`The source of ${shortName(zone)} could not be read at ${failureTime(zone, timeZone)}.`}
        >
          {zone.failure.message} It is asked again by itself; what was read before stays.
        </PartError>
      )}
      <ChartSection zone={zone} />
      <div className="grid gap-x-10 wide:grid-cols-[minmax(0,1fr)_380px]">
        <div className="min-w-0">
          <HeatSection zone={zone} days={days} />
          <DurationSection zone={zone} days={days} />
        </div>
        <div className="min-w-0">
          <WindowList zone={zone} />
          <SkillSection zone={zone.zone} />
        </div>
      </div>
    </>
  );
}

"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { durationSentence } from "#charts/duration-chart.prepare.ts";
import { DurationChart } from "#charts/duration-chart.tsx";
import { heatSentence } from "#charts/heat-map.prepare.ts";
import { HeatMap } from "#charts/heat-map.tsx";
import { shortName } from "#components/eye/eye.sentence.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { useTimeZone } from "#components/ui/clock.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import type { ProfileView } from "#server/domain/carbon/history-view.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { ChartSkeleton } from "./chart-skeleton.tsx";

/** Eight weeks, as many as fit a page at a glance; with the year's range, the year. */
export const profileDays = (range: string): number => (range === "year" ? 365 : 56);

export function useProfile(zone: string, days: number) {
  const trpc = useTRPC();
  const timeZone = useTimeZone();
  return useQuery(
    trpc.carbon.profile.queryOptions({ zone, days, timeZone }, { placeholderData: keepPreviousData }),
  );
}

interface SectionProps {
  zone: ZoneView;
  days: number;
}

/** When a zone is clean: hour of day by day. */
export function HeatSection({ zone, days }: SectionProps) {
  const profile = useProfile(zone.zone, days);
  const name = shortName(zone);
  return (
    <Section title={`When ${name} is clean`} aside="hour of day by day" className="mb-10">
      <QueryPart
        query={profile}
        failure="The hours could not be read."
        loading={<ChartSkeleton label="Loading the hours" className="h-[320px]" />}
      >
        {(view) =>
          view.days.length === 0 ? (
            <NothingRead />
          ) : (
            <>
              <p className="mb-2.5 text-ink-2">{heatSentence(view)}</p>
              <HeatMap profile={view} name={name} days={days} />
            </>
          )
        }
      </QueryPart>
    </Section>
  );
}

/** How many hours are how clean. */
export function DurationSection({ zone, days }: SectionProps) {
  const profile = useProfile(zone.zone, days);
  const name = shortName(zone);
  return (
    <Section title="Hours by intensity" aside="gCO₂e/kWh" className="mb-10">
      <QueryPart
        query={profile}
        failure="The hours could not be read."
        loading={<ChartSkeleton label="Loading the hours, sorted" className="h-[236px]" />}
      >
        {(view) => (view.duration.hours === 0 ? <NothingRead /> : <Duration view={view} name={name} />)}
      </QueryPart>
    </Section>
  );
}

function Duration({ view, name }: { view: ProfileView; name: string }) {
  return (
    <>
      <p className="mb-2.5 text-ink-2">{durationSentence(view)}</p>
      <DurationChart profile={view} name={name} />
    </>
  );
}

const NothingRead = () => <p className="text-ink-3">Nothing was read yet.</p>;

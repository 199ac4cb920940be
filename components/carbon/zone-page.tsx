"use client";
import { IntensityChart } from "#charts/intensity-chart.tsx";
import { shortName } from "#components/eye/eye.sentence.ts";
import { useMinute } from "#components/eye/use-minute.ts";
import { useTimeZone } from "#components/ui/clock.tsx";
import { PartError } from "#components/ui/note.tsx";
import { Section } from "#components/ui/section.tsx";
import type { ZoneDetail } from "#server/domain/carbon/view.ts";
import { failureTime, stepWord } from "./zone.prepare.ts";
import { ZoneHead } from "./zone-head.tsx";

/** One zone: now, and three days of it. */
export function ZonePage({ zone }: { zone: ZoneDetail }) {
  const minute = useMinute();
  const timeZone = useTimeZone();
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
      <Section
        title="Two days back, one ahead"
        aside={["gCO₂e/kWh", stepWord(zone)].filter(Boolean).join(", ")}
      >
        <IntensityChart zone={zone} name={shortName(zone)} now={minute} timeZone={timeZone} />
      </Section>
    </>
  );
}

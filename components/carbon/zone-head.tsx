"use client";
import { when } from "#charts/format.ts";
import { Eye } from "#components/eye/eye.tsx";
import { shortName } from "#components/eye/eye.sentence.ts";
import { useNow, useTimeZone } from "#components/ui/clock.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { isStale } from "#server/domain/carbon/signal.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { errorFact, forecastFact, readingFact, signalFact, zoneSentence } from "./zone.prepare.ts";

/** The Eye, the one number of the page, what follows from it, and where it comes from. */
export function ZoneHead({ zone }: { zone: ZoneView }) {
  const now = useNow();
  const timeZone = useTimeZone();
  return (
    <div className="mb-[22px] grid grid-cols-[104px_minmax(0,1fr)] items-center gap-x-4 gap-y-5 touch:grid-cols-[148px_minmax(0,1fr)] touch:gap-x-7 desk:grid-cols-[148px_minmax(0,1fr)_auto]">
      <Eye zone={zone} size={148} now={now} className="size-[104px] touch:size-[148px]" />
      <div className="min-w-0">
        <h1 className="sr-only">{shortName(zone)}, carbon intensity</h1>
        <Figure zone={zone} now={now} timeZone={timeZone} />
        <p
          className="mt-2 max-w-[72ch] text-lead text-pretty text-ink-2 max-touch:hidden"
          suppressHydrationWarning
        >
          {zoneSentence(zone, now, timeZone)}
        </p>
      </div>
      <p className="col-span-full text-lead text-pretty text-ink-2 touch:hidden" suppressHydrationWarning>
        {zoneSentence(zone, now, timeZone)}
      </p>
      <div className="col-span-full desk:col-auto desk:max-w-[360px]" suppressHydrationWarning>
        <Facts
          rows={[
            ["Reading", readingFact(zone, now, timeZone)],
            ["Source", zone.provenance],
            ["Forecast", forecastFact(zone, now, timeZone)],
            ["Signal", signalFact(zone)],
            ["Error", errorFact(zone)],
          ]}
        />
      </div>
    </div>
  );
}

function Figure({ zone: { latest }, now, timeZone }: { zone: ZoneView; now: Date; timeZone: string }) {
  if (!latest) return <p className="text-title font-[550]">No reading yet</p>;
  const old = isStale(latest, now); // of a source that is always late it still decides, but it is none of now
  return (
    <p
      className={`text-[34px] leading-[44px] font-medium tracking-[-0.035em] touch:text-figure ${old ? "text-ink-3" : ""}`}
    >
      {Math.round(latest.gramsPerKwh)}
      <small className="ml-[5px] text-lead font-normal tracking-normal whitespace-nowrap text-ink-2">
        gCO₂e/kWh {old ? `at ${when(latest.startsAt, now, timeZone)}` : "now"}
      </small>
    </p>
  );
}

"use client";
import { useMemo, useState } from "react";
import { percent, span, when } from "#charts/format.ts";
import { DelayCurve } from "#charts/delay-curve.tsx";
import { LimitCurve } from "#charts/limit-curve.tsx";
import { prepareLimit, type Opening } from "#charts/limit-curve.prepare.ts";
import { useNow, useTimeZone } from "#components/ui/clock.tsx";
import { DraftMark } from "#components/ui/draft-mark.tsx";
import { Section } from "#components/ui/section.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { MINUTE_MS } from "#server/domain/clock.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { parseDuration } from "#server/domain/duration.ts";
import type { Decision } from "#server/domain/job/decision.ts";
import type { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { hoursOf } from "./policy-form.ts";
import type { PolicyDraftState } from "./use-policy-draft.ts";
import { useWeek } from "./use-week.ts";
import { type Outcome, outcomeOf, savingByDelay, whatNow } from "./what-now.prepare.ts";
import { reasonNow, sayNow } from "./what-now.sentence.ts";

interface WhatNowSectionProps {
  draft: PolicyDraftState;
  isNew: boolean;
  clusters: readonly ClusterSummary[] | undefined;
  zones: readonly ZoneView[];
}

/** What the draft does to a Job submitted now, by the same function that holds Jobs, on the forecast of now. */
export function WhatNowSection({ draft, isNew, clusters, zones }: WhatNowSectionProps) {
  const mine = zonesOf(draft, clusters, zones);
  const [picked, setPicked] = useState<string>();
  const zone = mine.find((candidate) => candidate.zone === picked) ?? mine[0];
  const inForce = isNew || !draft.changed ? undefined : draft.inForce.spec;
  const week = useWeek(zone, [draft.spec, inForce]);
  if (!zone)
    return (
      <Section title="What it does now">
        <p className="text-ink-2">No grid is known, so nothing can be foreseen. Jobs would start at once.</p>
      </Section>
    );
  return (
    <Section
      title="What it does now"
      aside={
        mine.length > 1 ? (
          <Segmented
            label="Grid"
            value={zone.zone}
            onChange={setPicked}
            choices={mine.slice(0, 4).map((choice) => ({ value: choice.zone, label: choice.zone }))}
          />
        ) : (
          `${zone.name}, ${zone.provenance}`
        )
      }
    >
      {week.error !== undefined && (
        <p className="text-ink-2">The week that it decides by could not be read. {week.error}</p>
      )}
      {week.zone && <Effect draft={draft.spec} inForce={inForce} zone={week.zone} />}
    </Section>
  );
}

interface EffectProps {
  draft: CarbonPolicySpec;
  /** What the draft would replace; undefined without a draft. */
  inForce: CarbonPolicySpec | undefined;
  zone: ZoneView;
}

function Effect({ draft, inForce, zone }: EffectProps) {
  const timeZone = useTimeZone();
  // the answer turns with the minute, not with the second
  const minute = Math.floor(+useNow(10_000) / MINUTE_MS) * MINUTE_MS;
  const now = useMemo(() => new Date(minute), [minute]);
  const rows = useMemo(() => whatNow(draft, inForce, zone, now), [draft, inForce, zone, now]);
  const curve = useMemo(() => savingByDelay(draft, zone, now), [draft, zone, now]);
  const own = parseDuration(draft.expectedDuration) ?? 0;
  const foreseen = outcomeOf(draft, zone, own, now);
  const opening = openingOf(draft, foreseen.decision);
  const limits = opening && prepareLimit(zone, opening, now, parseDuration(draft.maxDelay) ?? 0);
  const before = inForce ? outcomeOf(inForce, zone, own, now) : undefined;
  return (
    <>
      <p
        aria-live="polite"
        className="mb-3.5 min-h-12 text-title font-[500] text-pretty"
        suppressHydrationWarning
      >
        {sayNow(foreseen, before, own, now, timeZone)}
      </p>
      <p className="mb-3 text-ink-2">{reasonNow(foreseen.decision, draft, now)}</p>
      <Table>
        <caption className="sr-only">Jobs submitted now, by how long they run</caption>
        <thead>
          <tr>
            <Th>A Job of</Th>
            {inForce && <Th number>In force</Th>}
            <Th number>
              {inForce ? (
                <span className="font-semibold text-lapis">
                  <DraftMark />
                  Draft
                </span>
              ) : (
                "Starts"
              )}
            </Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.durationMs}>
              <Td className="text-ink-2">{span(row.durationMs)}</Td>
              {inForce && row.inForce && (
                <Td number>
                  <OutcomeText outcome={row.inForce} now={now} timeZone={timeZone} />
                </Td>
              )}
              <Td number className={inForce ? "font-semibold text-lapis" : undefined}>
                <OutcomeText outcome={row.draft} now={now} timeZone={timeZone} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {limits && (
        <div className="mt-6">
          <LimitCurve model={limits} name={zone.name} timeZone={timeZone} />
        </div>
      )}
      {curve.some(({ savingPercent }) => savingPercent > 0) && (
        <div className="mt-6">
          <DelayCurve
            points={curve}
            draft={{ delayHours: hoursOf(draft.maxDelay), savingPercent: foreseen.savingPercent }}
            inForce={
              before && inForce
                ? { delayHours: hoursOf(inForce.maxDelay), savingPercent: before.savingPercent }
                : undefined
            }
          />
        </div>
      )}
    </>
  );
}

/** What opens an hour by itself: a limit, or the clock. A window is no line that could be drawn. */
function openingOf(spec: CarbonPolicySpec, decision: Decision): Opening | undefined {
  if (!spec.enabled || spec.strategy === "best-window" || spec.strategy === "interruptible") return undefined;
  if (spec.strategy === "static") return { hours: spec };
  const limit = "limitGramsPerKwh" in decision ? decision.limitGramsPerKwh : undefined;
  return limit === undefined ? undefined : { limit };
}

function OutcomeText({ outcome, now, timeZone }: { outcome: Outcome; now: Date; timeZone: string }) {
  if (+outcome.startsAt <= +now) return "now";
  return (
    <span suppressHydrationWarning>
      {when(outcome.startsAt, now, timeZone)}, saves {percent(outcome.savingPercent)}
    </span>
  );
}

/** The grids it would decide by: its own, else those of its clusters, else any. */
function zonesOf(
  { spec, values }: PolicyDraftState,
  clusters: readonly ClusterSummary[] | undefined,
  zones: readonly ZoneView[],
): ZoneView[] {
  if (spec.zone !== undefined) return zones.filter(({ zone }) => zone === spec.zone);
  const wanted = clusters?.filter(({ id }) => values.clusterIds.includes(id)).map(({ zone }) => zone) ?? [];
  const found = zones.filter(({ zone }) => wanted.includes(zone));
  return found.length > 0 ? found : zones.slice(0, 1);
}

"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useCallback, useMemo, useRef } from "react";
import { compareDrawnWords, STROKES } from "#charts/compare-chart.prepare.ts";
import { CompareChart } from "#charts/compare-chart.tsx";
import { shortName } from "#components/eye/eye.sentence.ts";
import { useMinute } from "#components/eye/use-minute.ts";
import { shortCodes } from "#components/shell/grid-now.prepare.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { useTimeZone } from "#components/ui/clock.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { PageHead, Section } from "#components/ui/section.tsx";
import { ChartSkeleton } from "./chart-skeleton.tsx";
import { Row, Table, Td, Th } from "#components/ui/table.tsx";
import type { SeriesView } from "#server/domain/carbon/history-view.ts";
import { type Range, RANGE_WORDS } from "#server/domain/carbon/range.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { pictureLines } from "./chart.prepare.ts";
import { compareRow, comparisonSentence, lineSentence } from "./compare.prepare.ts";
import { ExportButtons } from "./export-buttons.tsx";
import { zonePath } from "./zone-tabs.tsx";

/** Points in all on one chart; each zone gets its part, and the CSV has every reading. */
const POINTS = 2_400;

interface CompareGroupProps {
  /** Of one signal. */
  zones: readonly ZoneView[];
  range: Range;
  /** Its sentence is the page's. */
  first: boolean;
  choice: ReactNode;
}

/** Zones of one signal: the answer, the lines, the numbers. */
export function CompareGroup({ zones, range, first, choice }: CompareGroupProps) {
  const trpc = useTRPC();
  const minute = useMinute();
  const timeZone = useTimeZone();
  const chart = useRef<HTMLDivElement>(null);
  const keys = zones.map(({ zone }) => zone);
  const maxPoints = Math.min(1_200, Math.floor(POINTS / keys.length));
  const by = range === "year" ? "day" : "reading"; // six lines that swing each day would be one grey band
  const series = useQuery(
    trpc.carbon.series.queryOptions(
      { zones: keys, range, maxPoints, by },
      { placeholderData: keepPreviousData },
    ),
  );
  const codes = useMemo(() => shortCodes(zones.map(({ zone }) => zone)), [zones]);
  const labelOf = useCallback((zone: string) => codes.get(zone) ?? zone, [codes]);
  const named = (zone: string) => shortName(zones.find((each) => each.zone === zone) ?? { zone, name: zone });
  const words = () => ({
    title: `Carbon intensity of ${keys.join(", ")}, last ${RANGE_WORDS[range]}`,
    lines: pictureLines(zones, series.data ? compareDrawnWords(series.data) : null, minute, timeZone),
  });
  return (
    <div className="mb-10">
      {first && <PageHead title={series.data ? comparisonSentence(series.data, named) : "Comparing zones"} />}
      <Section
        title={`${zones[0]?.signalKind === "marginal" ? "Marginal" : "Average"} intensity, last ${RANGE_WORDS[range]}`}
        aside="gCO₂e/kWh"
      >
        <div className="mb-3 flex flex-wrap items-center gap-x-5 gap-y-2">
          {choice}
          <div className="touch:ml-auto">
            <ExportButtons zones={keys} range={range} now={minute} chart={chart} words={words} />
          </div>
        </div>
        <QueryPart
          query={series}
          failure="The readings could not be read."
          loading={<ChartSkeleton label="Loading the readings" className="h-[380px]" />}
        >
          {(view) => (
            <>
              <div ref={chart}>
                <CompareChart view={view} labelOf={labelOf} now={minute} timeZone={timeZone} />
              </div>
              <Summary view={view} zones={zones} />
            </>
          )}
        </QueryPart>
      </Section>
    </div>
  );
}

function Summary({ view, zones }: { view: SeriesView; zones: readonly ZoneView[] }) {
  return (
    <>
      <p className="mt-6 mb-2.5 max-w-[72ch] text-ink-2">{lineSentence(view.line)}</p>
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Zones in numbers">
        <Table>
          <caption className="sr-only">Zones in numbers, g/kWh</caption>
          <thead>
            <tr>
              <Th>Zone</Th>
              <Th number>Now</Th>
              <Th number>Mean</Th>
              <Th number>Lowest</Th>
              <Th number>Highest</Th>
              <Th number>Green hours</Th>
            </tr>
          </thead>
          <tbody>
            {view.zones.map((series, index) => {
              const zone = zones.find((each) => each.zone === series.zone);
              const row = compareRow(series, zone);
              return (
                <Row key={row.zone}>
                  <Td className="whitespace-nowrap">
                    <Sample index={index} />
                    <Link href={zonePath(row.zone)} className="link font-[550]">
                      {shortName(series)}
                    </Link>
                    <small className="ml-2 text-small text-ink-3 max-touch:hidden">{row.zone}</small>
                  </Td>
                  <Td number className={zone?.stale ? "text-ink-3" : undefined}>
                    {row.now}
                  </Td>
                  <Td number>{row.mean}</Td>
                  <Td number>{row.lowest}</Td>
                  <Td number>{row.highest}</Td>
                  <Td number>{row.green}</Td>
                </Row>
              );
            })}
          </tbody>
        </Table>
      </div>
    </>
  );
}

/** How its line is drawn. */
function Sample({ index }: { index: number }) {
  const stroke = STROKES[index % STROKES.length];
  return (
    <svg width="26" height="10" aria-hidden="true" className="mr-2 inline-block">
      <path d="M0 5h26" stroke={stroke?.stroke} strokeWidth={stroke?.width} strokeDasharray={stroke?.dash} />
    </svg>
  );
}

"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useRef } from "react";
import { drawnWords } from "#charts/history-chart.prepare.ts";
import { HistoryChart } from "#charts/history-chart.tsx";
import { IntensityChart } from "#charts/intensity-chart.tsx";
import { shortName } from "#components/eye/eye.sentence.ts";
import { useMinute } from "#components/eye/use-minute.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { Switch } from "#components/ui/checkbox.tsx";
import { useTimeZone } from "#components/ui/clock.tsx";
import { Note } from "#components/ui/note.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { Section } from "#components/ui/section.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { SeriesView } from "#server/domain/carbon/history-view.ts";
import { type Range, RANGE_WORDS } from "#server/domain/carbon/range.ts";
import type { ZoneDetail } from "#server/domain/carbon/view.ts";
import { ExportButtons } from "./export-buttons.tsx";
import { pictureLines, rangeTitle } from "./chart.prepare.ts";
import { ChartSkeleton } from "./chart-skeleton.tsx";
import { HistoryTable } from "./history-table.tsx";
import { parseZoneSearch, zoneQuery } from "./search.prepare.ts";
import { useSearch } from "./use-search.ts";
import { stepWord } from "./zone.prepare.ts";

export const RANGE_CHOICES: readonly { value: Range; label: string }[] = [
  { value: "3d", label: "3 days" },
  { value: "week", label: "Week" },
  { value: "month", label: "Month" },
  { value: "year", label: "Year" },
];

/** The line of a zone over the range that the address names, and ways to take it away. */
export function ChartSection({ zone }: { zone: ZoneDetail }) {
  const minute = useMinute();
  const timeZone = useTimeZone();
  const { params, change } = useSearch();
  const { range, overlay, note } = parseZoneSearch(params);
  const chart = useRef<HTMLDivElement>(null);
  const series = useSeries(zone.zone, range, overlay);
  const name = shortName(zone);
  const words = () => {
    const [drawn] = series.data?.zones ?? [];
    return {
      title: `${name}, carbon intensity, last ${RANGE_WORDS[range]}`,
      lines: pictureLines(
        [zone],
        drawn && series.data ? drawnWords(drawn, series.data.from, minute, timeZone) : null,
        minute,
        timeZone,
      ),
    };
  };
  return (
    <Section
      title={rangeTitle(range)}
      aside={["gCO₂e/kWh", stepWord(zone)].filter(Boolean).join(", ")}
      className="mb-10"
    >
      <div className="mb-3 flex flex-wrap items-center gap-x-5 gap-y-2">
        <Segmented
          label="Range"
          choices={RANGE_CHOICES}
          value={range}
          onChange={(next) => change(zoneQuery({ range: next, overlay: next === "3d" }))}
          className="max-touch:w-full"
        />
        <Switch
          label="What had been forecast"
          checked={overlay}
          onChange={(on) => change(zoneQuery({ range, overlay: on }))}
        />
        <div className="touch:ml-auto">
          <ExportButtons zones={[zone.zone]} range={range} now={minute} chart={chart} words={words} />
        </div>
      </div>
      {note && <Note className="mb-3">{note}</Note>}
      <div ref={chart}>
        {range === "3d" ? (
          <ThreeDays zone={zone} overlay={overlay} now={minute} timeZone={timeZone} />
        ) : (
          <QueryPart
            query={series}
            failure={`The readings of ${name} could not be read.`}
            loading={<ChartSkeleton label={`Loading the readings of ${name}`} className="h-[360px]" />}
          >
            {(view) => (
              <History
                view={view}
                overlay={overlay}
                zone={zone}
                now={minute}
                timeZone={timeZone}
                table={<HistoryTable zone={zone.zone} range={range} />}
              />
            )}
          </QueryPart>
        )}
      </div>
    </Section>
  );
}

function useSeries(zone: string, range: Range, foreseen: boolean) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.carbon.series.queryOptions({ zones: [zone], range, foreseen }),
    enabled: range !== "3d",
  });
}

interface ChartProps {
  zone: ZoneDetail;
  now: Date;
  timeZone: string;
}

function ThreeDays({ zone, overlay, now, timeZone }: ChartProps & { overlay: boolean }) {
  const shown = useMemo(() => (overlay ? zone : { ...zone, pastForecast: [] }), [zone, overlay]);
  return <IntensityChart zone={shown} name={shortName(zone)} now={now} timeZone={timeZone} />;
}

interface HistoryProps extends ChartProps {
  view: SeriesView;
  overlay: boolean;
  table: ReactNode;
}

function History({ view, overlay, zone, now, timeZone, table }: HistoryProps) {
  const [series] = view.zones;
  if (!series) return null;
  return (
    <HistoryChart
      series={series}
      overlay={overlay}
      from={view.from}
      range={view.range}
      zone={zone}
      name={shortName(zone)}
      now={now}
      timeZone={timeZone}
      table={table}
    />
  );
}

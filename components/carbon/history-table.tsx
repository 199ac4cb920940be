"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DataTable } from "#charts/data-table.tsx";
import { when } from "#charts/format.ts";
import { useMinute } from "#components/eye/use-minute.ts";
import { useTRPC } from "#components/shell/trpc.ts";
import { Button, Buttons } from "#components/ui/button.tsx";
import { useTimeZone } from "#components/ui/clock.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import type { HistoryReading, HistoryView } from "#server/domain/carbon/history-view.ts";
import type { Range } from "#server/domain/carbon/range.ts";

const PAGE = 240;
const number = new Intl.NumberFormat("en-GB");

/** Every reading of a range, newest first, as many at a time as one can read. */
export function HistoryTable({ zone, range }: { zone: string; range: Range }) {
  const trpc = useTRPC();
  const history = useQuery(trpc.carbon.history.queryOptions({ zone, range }));
  return (
    <QueryPart
      query={history}
      failure="The readings could not be read."
      loading={<TableSkeleton label="Loading the readings" columns={["120px", "60px", "80px"]} />}
    >
      {(view) => <Readings key={range} view={view} />}
    </QueryPart>
  );
}

function Readings({ view: { readings, name } }: { view: HistoryView }) {
  const minute = useMinute();
  const timeZone = useTimeZone();
  const [first, setFirst] = useState(0);
  if (readings.length === 0) return <p className="text-ink-3">No reading is kept for this range.</p>;
  const shown = readings.toReversed().slice(first, first + PAGE);
  const last = first + shown.length;
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <span className="text-small text-ink-3">
          {`Readings ${number.format(first + 1)} to ${number.format(last)} of ${number.format(readings.length)}, newest first`}
        </span>
        {readings.length > PAGE && (
          <Buttons>
            <Button small disabled={first === 0} onClick={() => setFirst(Math.max(0, first - PAGE))}>
              Newer readings
            </Button>
            <Button small disabled={last >= readings.length} onClick={() => setFirst(first + PAGE)}>
              Older readings
            </Button>
          </Buttons>
        )}
      </div>
      <DataTable
        caption={`Readings of ${name}, g/kWh`}
        columns={[
          { head: "From", cell: (row: HistoryReading) => when(new Date(row.startsAt), minute, timeZone) },
          { head: "g/kWh", cell: (row: HistoryReading) => row.gramsPerKwh.toFixed(1), number: true },
          { head: "Quality", cell: (row: HistoryReading) => row.quality },
        ]}
        rows={shown}
        keyOf={(row) => String(row.startsAt)}
      />
    </>
  );
}

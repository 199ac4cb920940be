"use client";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { useNow, useTimeZone } from "#components/ui/clock.tsx";
import { PartError } from "#components/ui/note.tsx";
import { QueryPart } from "#components/ui/query-part.tsx";
import { PageHead } from "#components/ui/section.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { MINUTE_MS } from "#server/domain/clock.ts";
import type { WorkloadRow } from "#server/domain/workload/view.ts";
import { Filters } from "./filters.tsx";
import { groupRows, headline, savingSentence } from "./list.prepare.ts";
import { SampleJobs } from "./sample-jobs.tsx";
import { SubmitHint } from "./submit-hint.tsx";
import { useWorkloadView } from "./use-workload-view.ts";
import { NoJobs, NothingFound } from "./workload-empty.tsx";
import { WorkloadTable } from "./workload-table.tsx";

/** The page /workloads. */
export function WorkloadsPanel() {
  const trpc = useTRPC();
  const timeZone = useTimeZone();
  // what is read off the clock here changes with the minute; countdowns tick by themselves
  const minute = Math.floor(+useNow(1_000) / MINUTE_MS) * MINUTE_MS;
  const now = useMemo(() => new Date(minute), [minute]);
  const workloads = useQuery({ ...trpc.workload.list.queryOptions({}), refetchInterval: 20_000 });
  const rows = workloads.data?.rows;
  return (
    <>
      <PageHead
        title={rows ? headline(rows, now, timeZone) : "Workloads"}
        actions={rows && rows.length > 0 ? <SampleJobs /> : undefined}
      />
      <QueryPart
        query={workloads}
        failure="The Jobs could not be read."
        loading={
          <TableSkeleton
            label="Loading the Jobs"
            rows={8}
            columns={["24px", "18%", "9%", "34%", "7%", "12%", "6%"]}
          />
        }
      >
        {({ rows: all, failures }) => (
          <>
            <Failures failures={failures} />
            <Jobs rows={all} now={now} timeZone={timeZone} />
          </>
        )}
      </QueryPart>
      <SubmitHint />
    </>
  );
}

function Jobs({ rows, now, timeZone }: { rows: readonly WorkloadRow[]; now: Date; timeZone: string }) {
  const { view, setView } = useWorkloadView();
  // typing goes before drawing: the rows follow a moment later
  const wanted = useDeferredValue(view);
  const groups = useMemo(() => groupRows(rows, wanted), [rows, wanted]);
  if (rows.length === 0) return <NoJobs now={now} />;
  return (
    <>
      <Filters view={view} setView={setView} sum={savingSentence(rows)} />
      {groups.length === 0 ? (
        <NothingFound view={view} onClear={() => setView({ text: "", group: "all" })} />
      ) : (
        <WorkloadTable
          groups={groups}
          open={view.open}
          onOpen={(open) => setView({ open })}
          now={now}
          timeZone={timeZone}
        />
      )}
    </>
  );
}

function Failures({ failures }: { failures: readonly { cluster: string; message: string }[] }) {
  return failures.map(({ cluster, message }) => (
    <PartError key={cluster} className="mb-4" title={`Jobs of ${cluster} could not be read.`} code={message}>
      The Jobs go on; only this view is blind. It is read again by itself.
    </PartError>
  ));
}

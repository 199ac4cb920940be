"use client";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/menu.tsx";
import type { WorkloadRow } from "#server/domain/workload/view.ts";
import { runNowCost } from "./list.prepare.ts";
import { useWorkloadVerbs } from "./use-workload-verbs.ts";

/** Says what it costs before it does it. */
export function RunNow({ row }: { row: WorkloadRow }) {
  return (
    <Popover label={`Run ${row.namespace}/${row.name} now`} trigger={<Button small>Run now</Button>}>
      <Question row={row} />
    </Popover>
  );
}

function Question({ row }: { row: WorkloadRow }) {
  const { running, runNow } = useWorkloadVerbs(row);
  return (
    <>
      <p className="max-w-[34ch] text-pretty">{runNowCost(row)}</p>
      <div className="mt-2.5 flex justify-end">
        <Button small kind="first" busy={running} onClick={runNow}>
          Run it now
        </Button>
      </div>
    </>
  );
}

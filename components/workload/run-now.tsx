"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/menu.tsx";
import type { WorkloadRow } from "#server/domain/workload/view.ts";
import { runNowCost } from "./list.prepare.ts";
import { useWorkloadVerbs } from "./use-workload-verbs.ts";

/** Says what it costs before it does it. Hundreds of rows have this button, so its popover is made at the first press. */
export function RunNow({ row }: { row: WorkloadRow }) {
  const [asked, setAsked] = useState(false);
  if (!asked)
    return (
      <Button small aria-haspopup="dialog" onClick={() => setAsked(true)}>
        Run now
      </Button>
    );
  return (
    <Popover
      defaultOpen
      label={`Run ${row.namespace}/${row.name} now`}
      trigger={<Button small>Run now</Button>}
    >
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

"use client";
import { useQuery } from "@tanstack/react-query";
import { Fragment, useMemo } from "react";
import { useTRPC } from "#components/shell/trpc.ts";
import { classes } from "#components/ui/classes.ts";
import { Table } from "#components/ui/table.tsx";
import { useGrowing } from "#components/ui/use-growing.tsx";
import { firstOf, type Group, type Grouped, keyOf } from "./list.prepare.ts";
import { WorkloadExplain } from "./workload-explain.tsx";
import { WorkloadRowView } from "./workload-row.tsx";

interface WorkloadTableProps {
  groups: readonly Grouped[];
  open: string | null;
  onOpen: (key: string | null) => void;
  now: Date;
  timeZone: string;
}

export const COLUMNS = 8;
const WIDTHS = ["w-9", "w-[236px]", "w-[104px]", "", "w-[84px]", "w-[136px]", "w-[68px]", "w-[78px]"];
const TITLES: Record<Group, string> = { waiting: "Waiting", running: "Running", finished: "Finished" };
const HEADS: Record<Group, readonly [saved: string, last: string]> = {
  waiting: ["Saves", "Starts in"],
  running: ["Saved so far", "Running for"],
  finished: ["Saved, measured", "Emitted"],
};

/** Jobs by group, each with heads of its own; a row opens in place. */
export function WorkloadTable({ groups, open, onOpen, now, timeZone }: WorkloadTableProps) {
  const trpc = useTRPC();
  const zones = useQuery(trpc.carbon.zones.queryOptions());
  const zoneOf = useMemo(() => new Map(zones.data?.map((zone) => [zone.zone, zone])), [zones.data]);
  const total = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const { most, more } = useGrowing(total, "Jobs");
  const shown = firstOf(groups, most, open);
  return (
    <>
      <Table stack className="table-fixed max-touch:block" data-testid="workloads">
        <caption className="sr-only">Carbon-aware Jobs of all clusters</caption>
        <colgroup className="max-touch:hidden">
          {WIDTHS.map((width, index) => (
            <col key={index} className={width} />
          ))}
        </colgroup>
        {shown.map(({ group, rows, count }, index) => (
          <tbody key={group} data-testid={`group-${group}`}>
            <GroupHead group={group} count={count} first={index === 0} />
            {rows.map((row) => {
              const key = keyOf(row);
              const isOpen = key === open;
              return (
                <Fragment key={row.uid}>
                  <WorkloadRowView
                    row={row}
                    zone={zoneOf.get(row.zone)}
                    open={isOpen}
                    onOpen={onOpen}
                    now={now}
                    timeZone={timeZone}
                  />
                  {isOpen && (
                    <WorkloadExplain row={row} zone={zoneOf.get(row.zone)} now={now} timeZone={timeZone} />
                  )}
                </Fragment>
              );
            })}
          </tbody>
        ))}
      </Table>
      {more}
    </>
  );
}

function GroupHead({ group, count, first }: { group: Group; count: number; first: boolean }) {
  const [saved, last] = HEADS[group];
  const rest = classes("pb-[7px]!", "max-touch:hidden");
  const top = first ? "pt-2.5!" : "pt-[26px]!";
  return (
    <tr className="max-touch:block! max-touch:p-0!">
      <th
        scope="colgroup"
        colSpan={2}
        className={classes(
          top,
          "pb-[7px]! text-lead! leading-5! font-semibold! text-ink! max-touch:block max-touch:border-0!",
        )}
      >
        <h2 className="inline">{TITLES[group]}</h2>
        <span className="ml-1.5 font-normal text-ink-3">{count}</span>
      </th>
      <th scope="col" className={classes(rest, top)}>
        Cluster
      </th>
      <th scope="col" className={classes(rest, top)}>
        Why
      </th>
      <th scope="col" className={classes(rest, top, "number")}>
        Latest start
      </th>
      <th scope="col" className={classes(rest, top, "number")}>
        {saved}
      </th>
      <th scope="col" className={classes(rest, top, "number")}>
        {last}
      </th>
      <th scope="col" className={classes(rest, top)}>
        <span className="sr-only">Actions</span>
      </th>
    </tr>
  );
}

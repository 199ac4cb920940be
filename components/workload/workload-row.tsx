"use client";
import { memo } from "react";
import { when } from "#charts/format.ts";
import { Eye } from "#components/eye/eye.tsx";
import { useMay } from "#components/shell/me.tsx";
import { classes } from "#components/ui/classes.ts";
import { Glyph } from "#components/ui/status.tsx";
import { Row, Td } from "#components/ui/table.tsx";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { sentenceOf } from "#server/domain/job/sentence.ts";
import type { WorkloadRow } from "#server/domain/workload/view.ts";
import { isSameJob, isShallowEqual, keyOf } from "./list.prepare.ts";
import { RunNow } from "./run-now.tsx";
import { LastCell, LatestStart, Saved } from "./workload-cells.tsx";

interface WorkloadRowProps {
  row: WorkloadRow;
  zone: ZoneView | undefined;
  open: boolean;
  onOpen: (key: string | null) => void;
  now: Date;
  timeZone: string;
}

/** One Job: where it stands, why, until when and what it saves. */
export const WorkloadRowView = memo(WorkloadRowOf, isSameRow);

function WorkloadRowOf(props: WorkloadRowProps) {
  const { row, zone, open, onOpen, now, timeZone } = props;
  const mayOperate = useMay("operate");
  const key = keyOf(row);
  const sentence = sentenceOf(row, (at) => when(at, now, timeZone));
  const shade = open ? "bg-paper-2 border-b-transparent!" : undefined;
  return (
    <Row
      data-testid={`job-${key}`}
      data-group={row.group}
      data-reason={row.reason}
      data-release-at={row.releaseAt?.toISOString()}
      data-latest-start={row.latestStart?.toISOString()}
      className={classes(
        open && "max-touch:-mx-4 max-touch:border-b-0! max-touch:bg-paper-2 max-touch:px-4!",
      )}
    >
      <Td lead className={classes("pr-1.5!", shade)}>
        <Mark row={row} zone={zone} now={now} />
      </Td>
      <Td className={classes("max-touch:row-start-1", shade)}>
        <a
          href={`/workloads?open=${encodeURI(key)}`}
          aria-expanded={open}
          title={`${row.namespace}/${row.name}`}
          className="link block touch:truncate max-touch:break-words"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            onOpen(open ? null : key);
          }}
        >
          <span className="text-ink-3">{row.namespace}/</span>
          {row.name}
        </a>
      </Td>
      <Td hide className={classes("leading-[15px] text-ink-2", shade)}>
        <span className="block truncate">{row.cluster}</span>
        {row.simulated && <small className="block text-micro text-ink-3">simulated</small>}
      </Td>
      <Td
        wide
        className={classes("py-1 leading-[17px] text-balance max-touch:text-ink-2", shade)}
        suppressHydrationWarning
      >
        {sentence}
        {row.simulated && <span className="text-ink-3 touch:hidden"> Simulated.</span>}
      </Td>
      <Td hide number className={classes("text-ink-2", shade)}>
        <LatestStart row={row} />
      </Td>
      <Td hide number className={shade}>
        <Saved row={row} />
      </Td>
      <Td number className={classes("max-touch:col-start-3 max-touch:row-start-1", shade)}>
        <LastCell row={row} />
      </Td>
      <Td hide className={classes("text-right", shade)}>
        {mayOperate && row.group === "waiting" && (
          <span className={classes("row-actions", open && "opacity-100!")}>
            <RunNow row={row} />
          </span>
        )}
      </Td>
    </Row>
  );
}

/** A list that was read again has new dates in new rows; most of them say the same as before. */
function isSameRow(before: WorkloadRowProps, after: WorkloadRowProps): boolean {
  const { row: a, ...restBefore } = before;
  const { row: b, ...restAfter } = after;
  return isShallowEqual(restBefore, restAfter) && (a === b || isSameJob(a, b));
}

function Mark({ row, zone, now }: { row: WorkloadRow; zone: ZoneView | undefined; now: Date }) {
  if (row.group === "waiting" && zone) return <Eye zone={zone} size={24} now={now} job={row} hidden />;
  const shape =
    row.group === "waiting"
      ? "waiting"
      : row.group === "running"
        ? "running"
        : row.outcome === "failed"
          ? "failed"
          : "done";
  return (
    <>
      <Glyph shape={shape} className="ml-1.5" />
      {row.outcome === "failed" && <span className="sr-only">Failed</span>}
    </>
  );
}

"use client";
import type { ReactNode } from "react";
import { clock } from "#charts/format.ts";
import { classes } from "#components/ui/classes.ts";
import { useNow, useTimeZone } from "#components/ui/clock.tsx";
import { Note } from "#components/ui/note.tsx";
import { Glyph, type Shape } from "#components/ui/status.tsx";
import type { OperationView, StepView } from "#server/domain/cluster/view.ts";
import { AttemptNotes } from "./attempt-notes.tsx";
import { isNested, MessageTree } from "./message-tree.tsx";
import { clockSeconds, stepDuration } from "./step-time.ts";
import {
  type BarKind,
  prepareTimeline,
  type Timeline as Prepared,
  type TimelineRow,
} from "./timeline.prepare.ts";

const SHAPES: Record<StepView["state"], Shape> = {
  "not-started": "todo",
  running: "working",
  done: "done",
  failed: "failed",
  waiting: "waiting",
};
const WORDS: Record<StepView["state"], string> = {
  "not-started": "Not started",
  running: "Under way",
  done: "Done",
  failed: "Failed",
  waiting: "Waiting",
};
const HATCH =
  "border-[1.5px] border-crimson bg-[repeating-linear-gradient(115deg,var(--crimson)_0_2.5px,transparent_2.5px_5px)]";
const BARS: Record<BarKind, string> = {
  done: "bg-ink",
  running: "bg-ink",
  waiting: "border border-control bg-paper-3",
  failed: HATCH,
  expected: "border border-dashed border-control",
};
const GRID = "grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 touch:grid-cols-[232px_minmax(0,1fr)_96px]";

interface TimelineProps {
  operation: OperationView;
  /** What can be done about the step that fails, drawn beneath it. */
  failingStep?: ReactNode;
}

/** One row a step: a bar from start to end, now as a line, what is to come dashed. Failed attempts stay. */
export function Timeline({ operation, failingStep }: TimelineProps) {
  const now = useNow(operation.finishedAt ? 60_000 : 1_000);
  const timeline = prepareTimeline(operation, now);
  const lastFailed = timeline.rows.findLast(({ state }) => state === "failed")?.name;
  return (
    <div>
      <Axis timeline={timeline} now={now} />
      <ol aria-label="Steps" className="border-b border-line">
        {timeline.rows.map((row) => (
          <li key={row.name} className={classes(GRID, "items-center border-t border-line")}>
            <Name row={row} />
            <Track row={row} timeline={timeline} />
            <Duration row={row} />
            {(row.notes.length > 0 || row.name === lastFailed || tellsMore(row)) && (
              <div className="col-span-full grid gap-2.5 pb-3.5 touch:pl-5">
                <AttemptNotes row={row} />
                {tellsMore(row) && (
                  <Note>
                    <MessageTree message={row.waitingFor} />
                  </Note>
                )}
                {row.name === lastFailed && failingStep}
              </div>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** One line stands in the page's own sentence already; a list has its place here. */
const tellsMore = (row: TimelineRow): row is TimelineRow & { waitingFor: string } =>
  row.waitingFor !== null && isNested(row.waitingFor);

function Axis({ timeline, now }: { timeline: Prepared; now: Date }) {
  const timeZone = useTimeZone();
  const label = (at: Date) => (timeline.seconds ? clockSeconds(at, timeZone) : clock(at, timeZone));
  const here = timeline.now;
  // a tick's label that would touch now's gives way to it
  const room = timeline.seconds ? 13 : 9;
  const ticks = timeline.ticks.filter(({ left }) => here === null || Math.abs(left - here) > room);
  return (
    <div aria-hidden="true" className={classes(GRID, "h-[22px] text-micro text-ink-3 max-touch:hidden")}>
      <div />
      <div className="relative" suppressHydrationWarning>
        {ticks.map(({ at, left }) => (
          <span
            key={+at}
            style={{ left: `${left}%` }}
            className="absolute -translate-x-1/2 whitespace-nowrap"
            suppressHydrationWarning
          >
            {label(at)}
          </span>
        ))}
        {here !== null && (
          <span
            style={{ left: `${here}%` }}
            className="absolute -translate-x-1/2 font-semibold text-ink"
            suppressHydrationWarning
          >
            {label(now)}
          </span>
        )}
      </div>
      <div />
    </div>
  );
}

function Name({ row }: { row: TimelineRow }) {
  const weight = row.state === "running" || row.state === "failed" ? "font-semibold" : undefined;
  return (
    <div
      className={classes(
        "grid min-h-12 grid-cols-[20px_1fr] items-center py-1",
        row.state === "not-started" && "text-ink-3",
      )}
    >
      <Glyph shape={SHAPES[row.state]} />
      <span className={classes("leading-[17px]", weight)}>
        {row.title}
        <span className="sr-only">: {WORDS[row.state]}</span>
        {row.attempt !== null && <span className="font-normal text-ink-2">, attempt&nbsp;{row.attempt}</span>}
        {row.detail && <small className="block text-small font-normal text-ink-3">{row.detail}</small>}
      </span>
    </div>
  );
}

function Track({ row, timeline }: { row: TimelineRow; timeline: Prepared }) {
  return (
    <div aria-hidden="true" className="relative self-stretch max-touch:hidden" suppressHydrationWarning>
      {timeline.ticks.map(({ at, left }) => (
        <i
          key={+at}
          style={{ left: `${left}%` }}
          className="absolute inset-y-0 w-px bg-line"
          suppressHydrationWarning
        />
      ))}
      {row.bars.map(({ kind, left, width }, index) => (
        <i
          key={index}
          style={{ left: `${left}%`, width: `${width}%` }}
          className={classes("absolute top-1/2 -mt-1.5 h-3 min-w-[3px] rounded-1", BARS[kind])}
          suppressHydrationWarning
        />
      ))}
      {timeline.now !== null && (
        <i
          style={{ left: `${timeline.now}%` }}
          className="absolute -top-px bottom-0 w-[1.5px] bg-ink"
          suppressHydrationWarning
        />
      )}
    </div>
  );
}

function Duration({ row }: { row: TimelineRow }) {
  if (row.durationMs === null) return <div />;
  return (
    <div
      className={classes("text-right whitespace-nowrap", row.expected ? "text-ink-3" : "text-ink-2")}
      suppressHydrationWarning
    >
      {row.expected && row.durationMs >= 1_000 ? "about " : ""}
      {stepDuration(row.durationMs)}
    </div>
  );
}

"use client";
import { useState } from "react";
import { day } from "#charts/format.ts";
import { Button } from "#components/ui/button.tsx";
import { classes } from "#components/ui/classes.ts";
import { useNow, useTimeZone } from "#components/ui/clock.tsx";
import { DAY_MS } from "#server/domain/clock.ts";
import type { LogEntry } from "#server/domain/cluster/view.ts";
import { MessageTree } from "./message-tree.tsx";
import { LogFilters } from "./log-filters.tsx";
import { EVERYTHING, filterLog, hasConditions, stepsIn } from "./step-log.prepare.ts";
import { clockSeconds } from "./step-time.ts";

const SHOWN = 40;
const CELL =
  "py-[5px] pr-5 align-top font-mono text-small leading-[18px] tracking-[-0.01em] whitespace-nowrap max-touch:p-0";
const HEAD = "border-b border-line-2 pr-5 pb-1.5 text-left text-micro font-[450] text-ink-3";

/** Every event of every attempt, newest first. Rows are added, never changed. */
export function StepLog({ log }: { log: readonly LogEntry[] }) {
  const [all, setAll] = useState(false);
  const [filter, setFilter] = useState(EVERYTHING);
  const newest = filterLog(log, filter).toSorted((a, b) => b.id - a.id);
  const shown = all ? newest : newest.slice(0, SHOWN);
  if (log.length === 0) return <p className="text-ink-2">Nothing has happened yet.</p>;
  return (
    <>
      {hasConditions(log) && <LogFilters filter={filter} setFilter={setFilter} steps={stepsIn(log)} />}
      <table className="w-full border-collapse max-touch:block" data-testid="step-log">
        <caption className="sr-only">Log of steps, newest first</caption>
        <thead className="max-touch:sr-only">
          <tr>
            {["Time", "Step", "Attempt", "What happened"].map((head) => (
              <th key={head} scope="col" className={HEAD}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-touch:block">
          {shown.map((event) => (
            <LogRow key={event.id} event={event} />
          ))}
        </tbody>
      </table>
      {newest.length === 0 && <p className="mt-3 text-ink-2">No entry is of this kind and step.</p>}
      {newest.length > shown.length && (
        <Button small className="mt-3" onClick={() => setAll(true)}>
          Show all {newest.length} entries
        </Button>
      )}
    </>
  );
}

function LogRow({ event }: { event: LogEntry }) {
  const timeZone = useTimeZone();
  const now = useNow(60_000);
  const failed = event.event === "failed";
  const old = +now - +event.at > DAY_MS;
  return (
    <tr
      className={classes(
        "max-touch:grid max-touch:grid-cols-[auto_1fr] max-touch:gap-x-3 max-touch:border-b max-touch:border-line max-touch:py-1.5",
        failed && "text-crimson",
        event.event === "condition" && "text-ink-2",
      )}
    >
      <td className={CELL}>
        <time dateTime={event.at.toISOString()} suppressHydrationWarning>
          {old && `${day(event.at, timeZone)} `}
          {clockSeconds(event.at, timeZone)}
        </time>
      </td>
      <td className={CELL}>{event.step}</td>
      <td className={classes(CELL, "max-touch:hidden")}>{event.attempt}</td>
      <td className={classes(CELL, "w-full pr-0 break-words whitespace-normal max-touch:col-span-2")}>
        {failed && <span className="sr-only">Error: </span>}
        {WORDS[event.event]}
        {event.code && !event.message.includes(event.code) ? `${event.code} ` : ""}
        <MessageTree message={event.message} />
      </td>
    </tr>
  );
}

const WORDS: Record<LogEntry["event"], string> = {
  started: "started: ",
  succeeded: "",
  failed: "",
  waiting: "waiting: ",
  condition: "",
};

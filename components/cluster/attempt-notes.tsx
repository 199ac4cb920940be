"use client";
import { useTimeZone } from "#components/ui/clock.tsx";
import { Note } from "#components/ui/note.tsx";
import { MessageTree } from "./message-tree.tsx";
import { clockSeconds } from "./step-time.ts";
import type { TimelineRow } from "./timeline.prepare.ts";

/** What went wrong, each attempt in its own words; it stays after the attempt that mended it. */
export function AttemptNotes({ row }: { row: TimelineRow }) {
  const timeZone = useTimeZone();
  return (
    <>
      {row.earlierFailures > 0 && (
        <p className="text-small text-ink-3">
          {row.earlierFailures} earlier {row.earlierFailures === 1 ? "attempt" : "attempts"} failed too; the
          log has them.
        </p>
      )}
      {row.notes.map(({ attempt, at, message, code, mendedBy }) => (
        <Note key={attempt} failed={mendedBy === null}>
          <p suppressHydrationWarning>
            <b>
              Attempt {attempt}, {clockSeconds(at, timeZone)}.
              {mendedBy !== null && ` Mended by attempt ${mendedBy}.`}
            </b>
          </p>
          <div className="text-ink-2">
            <MessageTree message={message} /> {code && <code className="text-small break-words">{code}</code>}
          </div>
        </Note>
      ))}
    </>
  );
}
